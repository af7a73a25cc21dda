import { connect } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it, onTestFinished } from 'vitest';
import { ask, serve, serveBare, transportTo } from './harness.ts';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** Connections that echo without end, each collecting garbage whenever something came. */
async function collectAllTheTime(connections: number): Promise<void> {
  const url = new URL(await serveBare((socket) => void socket.on('data', (chunk) => socket.write(chunk))));
  for (let n = 0; n < connections; n += 1) {
    const socket = connect(Number(url.port), url.hostname, () => socket.write('.'));
    socket.on('data', (chunk) => {
      collect();
      socket.write(chunk);
    });
    onTestFinished(() => void socket.destroy());
  }
}

// Without `outlive`, Node.js 24 ends this process.
it('garbage may be collected as soon as a session ends inside a header block', async () => {
  const huge = Object.fromEntries(Array.from({ length: 20 }, (_, n) => [`x-${n}`, String(n).repeat(30_000)]));
  const { url } = await serve((stream) => stream.respond(huge), { maxSendHeaderBlockLength: 4_000_000 });
  const transport = transportTo(url);
  await collectAllTheTime(3);
  for (let round = 0; round < 15; round += 1)
    expect(await ask(transport)).toMatchObject({ status: 0, kind: 'network', code: 'head-too-large' });
});
