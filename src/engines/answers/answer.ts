import { parseJson } from '../../http/expect.ts';
import { select } from '../../http/json-path.ts';
import type { Answer } from '../../model/context.ts';
import type { StreamEvent } from './events.ts';
import type { Raw } from './raw.ts';

/** What a script sees of an answer; JSON is parsed on first use. */
export function answerOf(
  raw: Raw,
  facts: { readonly ok: boolean; readonly latency: number; readonly events: readonly StreamEvent[] },
): Answer {
  const headers = raw.headers();
  const body = raw.text() ?? '';
  let parsed: { readonly value: unknown } | undefined;
  const json = () => {
    parsed ??= { value: parseJson(body) };
    return parsed.value;
  };
  return {
    status: raw.status,
    ok: facts.ok,
    headers,
    header: (name) => raw.header(name.toLowerCase()),
    body,
    json,
    value: (path) => select(json(), path)[0],
    events: facts.events,
    latency: facts.latency,
    ...(raw.failure ? { error: raw.failure.code } : {}),
  };
}
