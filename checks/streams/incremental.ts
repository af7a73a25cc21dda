import type { Check, CheckContext } from '../../src/model/check.ts';
import type { Exchange } from '../../src/model/exchange.ts';
import type { Judgement } from '../../src/model/finding.ts';
import { fail, inconclusive, outcomeOf, pass } from '../../src/probe/judgement.ts';
import { isEventStream, needsStreams, streamsOf } from '../../src/probe/streams/streams.ts';
import { factsOf, HELD_BACK, judgeStreams, streamSurvey } from '../../src/probe/streams/survey.ts';

export const incremental: Check = {
  ...streamSurvey,
  id: 'streams/incremental',
  cases: ['SSE-04'],
  title: 'Events arrive as they are made, not all at the end',
  severity: 'medium',
  kind: 'policy',
  why: 'A proxy that collects a whole answer turns a stream into a long wait.',
  remedy:
    'Switch buffering off on the way (X-Accel-Buffering: no, proxy_buffering off), and compression for streams.',
  references: ['https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_buffering'],
  needs: (context) =>
    needsStreams(context) ??
    (streamsOf(context).every(({ promise }) => promise?.arrivesOver === undefined)
      ? 'declare policy.streams[].arrivesOver: the time over which the events of a stream are made'
      : undefined),
  judge,
};

function judge(exchanges: readonly Exchange[], context: CheckContext): Judgement {
  return judgeStreams(exchanges, context, (readings, { promise }) => {
    const over = promise?.arrivesOver;
    if (over === undefined) return undefined;
    const streams = readings.filter(isEventStream);
    const good = streams.find((each) => factsOf(each).spread >= over * HELD_BACK);
    if (good !== undefined) return pass(`its events arrive over ${factsOf(good).spread} ms`, [good]);
    const open = readings.find((each) => !streams.includes(each) || !isTelling(each, over));
    if (open !== undefined) return inconclusive(reasonOf(open, streams), readings);
    const best = Math.max(...streams.map((each) => factsOf(each).spread));
    return fail(
      `its events arrive within ${best} ms at the end of ${tookOf(streams.at(-1)!)} ms; they are made over ${over} ms`,
      streams,
    );
  });
}

/** Where the whole answer took less than the events take to be made, it is not what was declared, or was not timed. */
function isTelling(reading: Exchange, over: number): boolean {
  const { events, spread } = factsOf(reading);
  return reading.error === undefined && events > 1 && spread >= 0 && tookOf(reading) >= over;
}

function reasonOf(open: Exchange, streams: readonly Exchange[]): string {
  if (!streams.includes(open) || open.error !== undefined) return `the stream ${outcomeOf(open)}`;
  return `${factsOf(open).events} events came within ${tookOf(open)} ms, which is too few or too soon to tell`;
}

function tookOf({ timing }: Exchange): number {
  return Math.round(timing.ended - timing.sent);
}
