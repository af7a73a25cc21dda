import type { Check, CheckContext } from '../../src/model/check.ts';
import type { Exchange } from '../../src/model/exchange.ts';
import type { Judgement } from '../../src/model/finding.ts';
import { quote } from '../../src/model/text.ts';
import { fail, inconclusive, outcomeOf, pass } from '../../src/probe/judgement.ts';
import { isEventStream, needsStreams, streamsOf } from '../../src/probe/streams/streams.ts';
import { factsOf, judgeStreams, streamSurvey } from '../../src/probe/streams/survey.ts';

export const completion: Check = {
  ...streamSurvey,
  id: 'streams/completion',
  cases: ['SSE-02'],
  title: 'Streams end with their terminal event, and cleanly',
  severity: 'high',
  kind: 'policy',
  profile: 'quick',
  why: 'A stream that breaks off looks like a short answer: whoever reads it takes a part for the whole.',
  remedy: 'Send the terminal event last, then end the response; look for proxies that cut long answers.',
  references: ['https://www.rfc-editor.org/rfc/rfc9112#section-8'],
  needs: (context) =>
    needsStreams(context) ??
    (streamsOf(context).every(({ endpoint }) => endpoint.stream === undefined)
      ? 'declare endpoints.<name>.stream.terminal: the event that says that a stream is complete'
      : undefined),
  judge,
};

function judge(exchanges: readonly Exchange[], context: CheckContext): Judgement {
  return judgeStreams(exchanges, context, (readings, { endpoint }) => {
    if (endpoint.stream === undefined) return undefined;
    const streams = readings.filter(isEventStream);
    const good = streams.find(isComplete);
    if (good !== undefined) return pass('it ends with its terminal event', [good]);
    const open = readings.find((each) => !streams.includes(each) || isOpen(each));
    if (open !== undefined) return inconclusive(`the stream ${outcomeOf(open)}`, readings);
    return fail(`${wrongOf(streams.at(-1)!)} (${streams.length} times of ${readings.length})`, streams);
  });
}

/** A service may leave it to the client to hang up after the terminal event. */
function isComplete(reading: Exchange): boolean {
  const { error } = reading;
  return factsOf(reading).complete && (error === undefined || error.code === 'TIMEOUT');
}

/** Not seen to its end: too slow, too long, or stopped by us. */
function isOpen(reading: Exchange): boolean {
  const { response, error } = reading;
  const stopped = error?.code === 'TIMEOUT' || error?.code === 'ABORTED';
  return stopped || (response?.truncated === true && error === undefined);
}

function wrongOf(reading: Exchange): string {
  const { complete, events } = factsOf(reading);
  const { error } = reading;
  const end = error === undefined ? 'ends' : `is cut (${quote(error.code)})`;
  return complete
    ? `it ${end} after its terminal event`
    : `it ${end} after ${events} events, without its terminal one`;
}
