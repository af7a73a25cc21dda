import { readFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { XMLParser } from 'fast-xml-parser';
import { expect, onTestFinished, test } from 'vitest';
import { reporters } from '../../reporters/index.ts';
import { burst, page, run, serve } from './harness.ts';

const NASTY = '\u001b[2J\u001b]0;owned\u0007::error::owned\r\n<script>alert(1)</script>]]>|`@everyone`\u202e';

test("what a hostile server says changes no report's structure", async () => {
  const body = `{"x":${JSON.stringify(NASTY)}} ${NASTY}`;
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.on('data', () =>
      socket.write(
        `HTTP/1.1 500 ::error::owned <script>\r\nServer: nginx/1.2.3 \u001b[31m::warning::x\r\nX-Version: \u001b[2J::error::v<b>\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
        'utf8',
      ),
    );
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  onTestFinished(() => void server.close());
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const { report, folder } = await run({
    targets: { canary: { url, identify: { header: 'x-version', equals: '2' } } },
    endpoints: { page: { path: '/', expect: { json: { '$.x': 'y' } } } },
    policy: { headers: { endpoints: ['page'] }, health: { liveness: 'page' } },
    scenarios: { burst: burst(50) },
    gates: ['rate(5xx) <= 0.5%'],
  });
  const terminal = [
    ...reporters.find(({ id }) => id === 'terminal')!.render(report, { color: false, width: 100 }),
  ].join('');
  expect(terminal).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
  expect(terminal).not.toMatch(/^\s*::/m);
  const xml = readFileSync(join(folder, 'junit.xml'), 'utf8');
  expect(() => new XMLParser({ processEntities: false }).parse(xml, true)).not.toThrow();
  expect(xml).not.toContain('<script>');
  const markdown = readFileSync(join(folder, 'report.md'), 'utf8');
  expect(markdown).not.toContain('<script>');
  expect(markdown).not.toMatch(/^::/m);
  expect(readFileSync(join(folder, 'report.json'), 'utf8')).not.toContain('\u001b');
});

test('a body of 50 MB costs no more than what is kept of it', async () => {
  const chunk = Buffer.alloc(1024 * 1024, 'x');
  const { url } = await serve((_, response) => {
    response.writeHead(200, { 'content-length': 50 * chunk.length });
    let left = 50;
    const more = () => {
      while (left-- > 0) if (!response.write(chunk)) return void response.once('drain', more);
      response.end();
    };
    more();
  });
  const before = process.memoryUsage().rss;
  const { report, folder } = await run({
    targets: { canary: { url } },
    endpoints: page,
    policy: { headers: { endpoints: ['page'] }, health: { liveness: 'page' } },
    scenarios: { burst: burst(6, 2) },
  });
  expect(report.load.scenarios[0]).toMatchObject({
    requests: 6,
    outcomes: { ok: 6 },
    bytes: 6 * 50 * chunk.length,
  });
  for (const line of readFileSync(join(folder, 'exchanges.ndjson'), 'utf8').trim().split('\n'))
    expect(line.length).toBeLessThan(100 * 1024);
  expect(process.memoryUsage().rss - before).toBeLessThan(200 * 1024 * 1024);
});
