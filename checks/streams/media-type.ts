import type { Check, CheckContext } from '../../src/model/check.ts';
import type { Exchange } from '../../src/model/exchange.ts';
import type { Judgement } from '../../src/model/finding.ts';
import { quote } from '../../src/model/text.ts';
import { headerList, headerValues } from '../../src/probe/headers.ts';
import { fail, inconclusive, outcomeOf, pass } from '../../src/probe/judgement.ts';
import {
  type DeclaredStream,
  isEncoded,
  isEventStream,
  needsStreams,
} from '../../src/probe/streams/streams.ts';
import { factsOf, judgeStreams, streamSurvey } from '../../src/probe/streams/survey.ts';

export const mediaType: Check = {
  ...streamSurvey,
  id: 'streams/media-type',
  cases: ['SSE-01'],
  title: 'Streams are event streams by their headers, in UTF-8, and kept by no cache',
  severity: 'medium',
  kind: 'spec',
  profile: 'quick',
  why: 'A browser opens no EventSource of another media type, and a cached stream tells of the past.',
  remedy:
    'Answer with "Content-Type: text/event-stream" and "Cache-Control: no-store", without Content-Length.',
  references: ['https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream'],
  needs: needsStreams,
  judge,
};

function judge(exchanges: readonly Exchange[], context: CheckContext): Judgement {
  return judgeStreams(exchanges, context, (readings, stream) => {
    const shown = readings.findLast(({ response }) => isSuccess(response?.status)) ?? readings.at(-1)!;
    if (!isSuccess(shown.response?.status)) return inconclusive(`the stream ${outcomeOf(shown)}`, readings);
    if (isEncoded(shown))
      return inconclusive('the stream is compressed, unasked, and cannot be read', [shown]);
    const wrong = wrongOf(shown, stream, context);
    return wrong === undefined
      ? pass('its headers are those of an event stream', [shown])
      : fail(wrong, [shown]);
  });
}

function wrongOf(shown: Exchange, stream: DeclaredStream, { policy }: CheckContext): string | undefined {
  const headers = shown.response?.headers ?? [];
  const types = headerValues(headers, 'content-type');
  if (!isEventStream(shown))
    return `its media type is ${types.map((type) => quote(type)).join(' and ') || 'absent'}`;
  const [, charset] = /;\s*charset\s*=\s*"?([^\s;"]+)/i.exec(types[0] ?? '') ?? [];
  if (charset !== undefined && !/^utf-?8$/i.test(charset))
    return `it is declared to be in ${quote(charset)}, and event streams are always read as UTF-8`;
  if (factsOf(shown).garbled) return 'it holds bytes that are no UTF-8';
  const length = headerValues(headers, 'content-length')[0];
  if (length !== undefined && stream.promise?.arrivesOver !== undefined)
    return `it has Content-Length ${quote(length)}, so it was made before it was sent`;
  const kept = stream.endpoint.method === 'GET' && policy.cache[stream.name] !== 'public' && keeps(headers);
  return kept ? `Cache-Control allows caches to keep it: ${quote(kept)}` : undefined;
}

/** The directives by which caches may answer with an old stream; none said is none allowed, for want of a lifetime. */
function keeps(headers: NonNullable<Exchange['response']>['headers']): string | undefined {
  const directives = headerList(headers, 'cache-control');
  if (directives.some((each) => /^no-(store|cache)$/.test(each))) return undefined;
  return directives.find((each) => /^(s-maxage|max-age)="?0*[1-9]/.test(each));
}

/** 204 says that there is no stream now, and that none should be asked for again. */
function isSuccess(status = 0): boolean {
  return status >= 200 && status <= 299 && status !== 204;
}
