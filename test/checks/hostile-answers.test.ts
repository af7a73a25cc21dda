import { type AddressInfo, createServer } from 'node:net';
import { expect, test } from 'vitest';
import { checks } from '../../checks/index.ts';
import { run } from './run.ts';
import { startWeb } from './web.ts';

/** HTTP allows no control below 0x20 in a header, but those from 0x80 on: 0x9b begins what ESC [ does. */
const NASTY = '\u009b31m::error::</testsuite><script>"\u0085';
const ANSWER = [
  'HTTP/1.1 200 OK',
  `Access-Control-Allow-Origin: ${NASTY}`,
  'Access-Control-Allow-Credentials: true',
  'Server: \u009b1mnginx/1.2.3',
  'Referrer-Policy: unsafe-url',
  'X-Content-Type-Options: \u009b2J',
  'Connection: close',
  '',
  `${NASTY}\u001b[31m\u0007`,
].join('\r\n');

test('text of a target reaches no message as it is', async () => {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => socket.end(Buffer.from(ANSWER, 'latin1')));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const shape = await startWeb();
  await shape.close();
  const families = ['cors', 'headers', 'caching', 'tenancy', 'health', 'endpoints'];
  const mine = checks.filter(({ id }) => families.includes(id.split('/')[0] ?? ''));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const { findings } = await run(mine, { ...shape, url });
  server.close();
  expect(findings.filter(({ outcome }) => outcome === 'error')).toEqual([]);
  const text = findings.map(({ message }) => message).join('\n');
  expect(text).toContain('\\u{9b}');
  expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
});
