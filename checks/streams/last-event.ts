import type { Check, CheckContext } from '../../src/model/check.ts';
import type { Exchange } from '../../src/model/exchange.ts';
import type { Judgement } from '../../src/model/finding.ts';
import { fail, inconclusive, outcomeOf, pass } from '../../src/probe/judgement.ts';
import { endedCleanly, isEventStream, needsStreams, streamsOf } from '../../src/probe/streams/streams.ts';
import { factsOf, judgeStreams, streamSurvey } from '../../src/probe/streams/survey.ts';

export const lastEvent: Check = {
  ...streamSurvey,
  id: 'streams/last-event',
  cases: ['SSE-03'],
  title: 'The last event of a stream is ended by a blank line',
  severity: 'medium',
  kind: 'spec',
  profile: 'quick',
  why: 'What is not ended by a blank line is discarded by every parser: the last event of each stream is lost.',
  remedy: 'Write an empty line after every event, the last one too.',
  references: ['https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation'],
  needs: (context) =>
    needsStreams(context) ??
    (streamsOf(context).every(({ endpoint }) => endpoint.stream === undefined)
      ? 'declare endpoints.<name>.stream.terminal: streams without an end have no last event'
      : undefined),
  judge,
};

function judge(exchanges: readonly Exchange[], context: CheckContext): Judgement {
  return judgeStreams(exchanges, context, (readings, { endpoint }) => {
    if (endpoint.stream === undefined) return undefined;
    const whole = readings.filter((each) => isEventStream(each) && endedCleanly(each));
    const good = whole.find((each) => !factsOf(each).unterminated);
    if (good !== undefined) return pass('its last event is ended by a blank line', [good]);
    if (whole.length === 0) return inconclusive(`the stream ${outcomeOf(readings.at(-1))}`, readings);
    return fail('it ends inside an event, which parsers discard', whole);
  });
}
