import type { ServerResponse } from 'node:http';
import { expect, it } from 'vitest';
import type { Sample } from '../../../src/model/sample.ts';
import type { ScenarioInput } from '../../../src/model/scenario.ts';
import { describeWith } from '../../tools.ts';
import { load as loadEmbedded, type Setting, serve } from '../embedded/harness.ts';
import { K6, load } from './harness.ts';

const once = (endpoint: string): ScenarioInput => ({
  executor: 'shared-iterations',
  vus: 1,
  iterations: 1,
  requests: [endpoint],
});

const VALUE = 'event: value\ndata: 1\n\n';
const DONE = 'event: done\ndata: {}\n\n';

const typed = (response: ServerResponse, type = 'text/event-stream') =>
  response.writeHead(200, { 'content-type': type });
const whole = (text: string) => (response: ServerResponse) => void typed(response).end(text);

/** What a target does with a stream, by name. */
const ANSWERS: Readonly<Record<string, (response: ServerResponse) => void>> = {
  complete: (response) => {
    typed(response).write(VALUE);
    setTimeout(() => response.end(DONE), 200);
  },
  'in-one-go': whole(`: hello\n\n${VALUE}${DONE}`),
  'by-returns': whole(`${VALUE}${DONE}`.replaceAll('\n', '\r\n')),
  'beyond-the-terminal-event': whole(`${VALUE}${DONE}${VALUE}`),
  'only-the-terminal-event': whole(DONE),
  'no-terminal-event': whole(VALUE),
  'the-terminal-event-is-not-ended': whole(`${VALUE}event: done\ndata: {}`),
  'an-event-of-another-name': whole(`${VALUE}event: error\ndata: {}\n\n`),
  empty: whole(''),
  'no-stream': (response) => void typed(response, 'application/json').end('{"done":true}'),
  'another-type': (response) => void typed(response, 'text/plain').end(VALUE + DONE),
  'too-long-an-event': whole(`data: ${'x'.repeat(1_200_000)}\n\n${DONE}`),
  'closed-before-its-end': (response) =>
    void typed(response).write(VALUE, () => setTimeout(() => response.destroy(), 50)),
  'reset-before-its-end': (response) =>
    void typed(response).write(VALUE, () => setTimeout(() => response.socket?.resetAndDestroy(), 50)),
  'hangs-after-an-event': (response) => void typed(response).write(VALUE),
  'hangs-before-any-event': (response) => void typed(response).flushHeaders(),
  '429': (response) => void response.writeHead(429).end('slow down'),
  '500': (response) => void response.writeHead(500, { 'content-type': 'text/event-stream' }).end(DONE),
  '404': (response) => void response.writeHead(404).end(),
};

const ENDPOINT = {
  method: 'POST',
  body: { query: 'x' },
  expect: { status: 200, headers: { 'content-type': { contains: 'text/event-stream' } } },
  stream: { terminal: { event: 'done' } },
  timeout: '700ms',
};

async function settingOf(answers: typeof ANSWERS): Promise<Setting> {
  const names = Object.keys(answers);
  const { url } = await serve((request, response) => {
    request.resume();
    answers[names[Number(request.url?.slice(1))] as string]?.(response);
  });
  return {
    url,
    endpoints: Object.fromEntries(names.map((name, index) => [name, { ...ENDPOINT, path: `/${index}` }])),
    scenarios: Object.fromEntries(names.map((name, index) => [`scenario-${index}`, once(name)])),
  };
}

/** k6 tells no status of an answer that it did not get whole. */
const told = (samples: readonly Sample[]) =>
  Object.fromEntries(
    samples.map(({ endpoint, outcome, status, cause, firstEvent }) => [
      endpoint,
      [outcome, outcome === 'network' || outcome === 'timeout' ? 0 : status, cause, firstEvent !== undefined],
    ]),
  );

describeWith(K6, import.meta.filename, 'streams by k6', () => {
  it('end as those of the embedded engine', async () => {
    const setting = await settingOf(ANSWERS);
    const [embedded, { samples, generator }] = [await loadEmbedded(setting), await load(setting)];
    expect(told(samples)).toEqual(told(embedded.samples));
    const complete = samples.find(({ endpoint }) => endpoint === 'complete')!;
    expect(complete.outcome).toBe('ok');
    expect(complete.bytes).toBe(VALUE.length + DONE.length);
    expect(complete.ended - complete.started).toBeGreaterThanOrEqual(190);
    expect(complete.firstEvent).toBe(complete.ended);
    expect(complete.firstByte!).toBeLessThan(complete.firstEvent!);
    expect(generator.missedRate).toBe(0);
    expect(generator.notes.join()).toContain('first');
  });

  it('whose answers do not end after the terminal event count neither for nor against', async () => {
    const setting = await settingOf({
      'kept-open': (response) => void typed(response).write(VALUE + DONE),
      'closed-after-its-end': (response) =>
        void typed(response).write(VALUE + DONE, () => setTimeout(() => response.destroy(), 50)),
      complete: whole(VALUE + DONE),
    });
    const { samples, outcomes, generator } = await load(setting);
    expect(outcomes).toEqual({ cut: 2, ok: 1 });
    const unknown = samples.filter(({ outcome }) => outcome === 'cut');
    for (const { cause, started, ended, firstEvent } of unknown) {
      expect(cause).toBe('read-on');
      // No more is known than that there was a first byte.
      expect(ended - started).toBeLessThan(600);
      expect(firstEvent).toBeUndefined();
    }
    expect(generator.missedRate).toBeCloseTo(2 / 3);
  });

  it('give their events to scripts, and are judged by what those expect', async () => {
    const { url } = await serve((request, response) => {
      request.resume();
      response.end('id: 1\nevent: value\ndata: ä\ndata: b\n\nevent: done\ndata: 2\n\ndata: 3\n\n');
    });
    const { samples, customs } = await load(
      {
        url,
        endpoints: { chat: { path: '/', stream: { terminal: { event: 'done' } } } },
        scenarios: { main: { executor: 'shared-iterations', vus: 1, iterations: 1 } },
      },
      { script: 'streams.ts' },
    );
    expect(samples.map(({ outcome, cause }) => [outcome, cause])).toEqual([
      ['ok', undefined],
      ['unexpected', 'body contains'],
    ]);
    expect(customs.map(({ name, value }) => [name, value])).toEqual([
      ['right_events', 1],
      ['ok', 1],
    ]);
  });
});
