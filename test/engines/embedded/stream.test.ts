import type { ServerResponse } from 'node:http';
import { describe, expect, it } from 'vitest';
import { eventReader } from '../../../src/engines/embedded/stream.ts';
import type { ScenarioInput } from '../../../src/model/scenario.ts';
import { load, serve } from './harness.ts';

const once: ScenarioInput = { executor: 'shared-iterations', vus: 1, iterations: 1, requests: ['it'] };
const terminal = { event: 'done' };

async function stream(write: (response: ServerResponse) => void, endpoint: object = {}) {
  const { url } = await serve((_, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    write(response);
  });
  const { samples } = await load({
    url,
    endpoints: { it: { path: '/', stream: { terminal }, timeout: '2s', ...endpoint } },
    scenarios: { main: once },
  });
  return samples[0]!;
}

describe('streams', () => {
  it('say when the first event came, and end with the terminal one', async () => {
    const sample = await stream((response) => {
      response.write(': hello\n\n');
      setTimeout(() => response.write('event: value\ndata: 1\n\n'), 100);
      setTimeout(() => response.end('event: done\ndata: {}\n\n'), 150);
    });
    expect(sample.outcome).toBe('ok');
    expect(sample.firstEvent! - sample.started).toBeGreaterThanOrEqual(95);
    expect(sample.firstByte!).toBeLessThan(sample.firstEvent!);
    expect(sample.ended).toBeGreaterThan(sample.firstEvent!);
  });

  it('are complete with the terminal event, even where the target does not close', async () => {
    const sample = await stream((response) => response.write('data: 1\n\nevent: done\ndata: {}\n\n'));
    expect(sample.outcome).toBe('ok');
    expect(sample.ended - sample.started).toBeLessThan(2000);
  });

  it.each([
    [
      'end too early',
      (response: ServerResponse) => response.end('event: value\ndata: 1\n\n'),
      'unexpected',
      'stream-incomplete',
    ],
    [
      'are no stream at all',
      (response: ServerResponse) => response.end('{"done":true}'),
      'unexpected',
      'stream-incomplete',
    ],
    [
      'end in the middle of the terminal event',
      (response: ServerResponse) => response.end('event: done\ndata: {}'),
      'unexpected',
      'stream-incomplete',
    ],
    [
      'break',
      (response: ServerResponse) => response.write('data: 1\n\n', () => response.destroy()),
      'network',
      'truncated',
    ],
  ] as const)('that %s are %3$s', async (_, write, outcome, cause) => {
    expect(await stream(write)).toMatchObject({ outcome, cause });
  });

  it('that hang are a timeout', async () => {
    const sample = await stream((response) => response.write('data: 1\n\n'), { timeout: '200ms' });
    expect(sample).toMatchObject({ outcome: 'timeout' });
    expect(sample.firstEvent).toBeDefined();
  });

  it('give their events to scripts', async () => {
    const { url } = await serve((_, response) =>
      response.end('id: 1\nevent: value\ndata: a\ndata: b\n\ndata: [DONE]\n\n'),
    );
    const seen: unknown[] = [];
    const { samples } = await load({
      url,
      endpoints: { it: { path: '/', stream: { terminal: { data: '[DONE]' } } } },
      scenarios: {
        main: {
          spec: { executor: 'shared-iterations', vus: 1, iterations: 1 },
          module: { iteration: async ({ http }) => void seen.push(...(await http.call('it')).events) },
        },
      },
    });
    expect(seen).toEqual([
      { id: '1', event: 'value', data: 'a\nb' },
      { event: 'message', data: '[DONE]' },
    ]);
    expect(samples[0]?.outcome).toBe('ok');
  });

  it('are read across chunks that cut characters', () => {
    const reader = eventReader({ terminal: { data: 'ü' } }, true);
    const bytes = Buffer.from('data: ü\n\n');
    expect(reader.read(bytes.subarray(0, 7), 1)).toBe(false);
    expect(reader.read(bytes.subarray(7), 2)).toBe(true);
    expect(reader).toMatchObject({ complete: true, firstEvent: 2 });
  });

  it('end with the terminal event, whatever came with it', () => {
    const reader = eventReader({ terminal: { event: 'done' } }, true);
    reader.read(Buffer.from('data: 1\n\nevent: done\ndata: 2\n\ndata: 3\n\n'), 1);
    expect(reader.complete).toBe(true);
    expect(reader.events.map(({ data }) => data)).toEqual(['1', '2']);
  });

  it('of one event without end cost no memory beyond the bound', () => {
    const reader = eventReader({ terminal: { event: 'done' } }, true);
    const chunk = Buffer.from(`data: ${'x'.repeat(500_000)}`);
    for (let index = 0; index < 10; index += 1) reader.read(chunk, index);
    expect(reader.complete).toBe(false);
    expect(reader.events).toEqual([]);
  });
});
