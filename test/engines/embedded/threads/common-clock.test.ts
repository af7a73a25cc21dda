import { Worker } from 'node:worker_threads';
import { expect, it } from 'vitest';
import { originOf } from '../../../../src/engines/embedded/threads/common-clock.ts';

it('threads read one clock, whenever each of them began', async () => {
  const file = new URL('../../../../src/engines/embedded/threads/common-clock.ts', import.meta.url).href;
  const start = performance.now();
  const now = () => performance.now() - start;
  const shown = new Float64Array(new SharedArrayBuffer(8));
  const code = `
    import { workerData, parentPort } from 'node:worker_threads';
    const { clockFrom } = await import(${JSON.stringify(file)});
    const now = clockFrom(workerData.origin);
    parentPort.on('message', () => { workerData.shown[0] = now(); parentPort.postMessage('read'); });
    parentPort.postMessage('ready');
  `;
  const worker = new Worker(new URL(`data:text/javascript,${encodeURIComponent(code)}`), {
    workerData: { origin: originOf(now), shown },
  });
  const told = () => new Promise((resolve) => worker.once('message', resolve));
  await told();
  for (let reading = 0; reading < 20; reading += 1) {
    const before = now();
    worker.postMessage('read');
    await told();
    expect(shown[0]).toBeGreaterThan(before - 0.1);
    expect(shown[0]).toBeLessThan(now() + 0.1);
  }
  await worker.terminate();
});
