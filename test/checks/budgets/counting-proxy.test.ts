import { once } from 'node:events';
import { request } from 'node:http';
import { connect } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { serve } from '../../run/harness.ts';
import { type Counting, counting, countingProxy } from './counting-proxy.ts';

const closing = (target: Counting): Counting => {
  onTestFinished(() => target.close());
  return target;
};

async function status(
  url: string,
  options: { method?: string; localAddress?: string } = {},
): Promise<number> {
  const [answer] = await once(request(url, { agent: false, ...options }).end(), 'response');
  answer.resume();
  return answer.statusCode;
}

test('every request counts, whatever is answered; reading the clock does not, once', async () => {
  const target = closing(await counting((_, response) => void response.writeHead(500).end()));
  expect(await status(`${target.url}/a`)).toBe(500);
  expect(await status(`${target.url}/a`)).toBe(500);
  expect(target.count()).toBe(2);
  await status(target.url, { method: 'HEAD' });
  expect(target.count()).toBe(2);
  await status(target.url, { method: 'HEAD' });
  expect(target.count()).toBe(3);
});

test('a connection without a request counts, and a request that is none', async () => {
  const target = closing(await counting((_, response) => void response.end()));
  const port = Number(new URL(target.url).port);
  const silent = connect(port, '127.0.0.1');
  await once(silent, 'connect');
  silent.destroy();
  const odd = connect(port, '127.0.0.1', () => void odd.write('no HTTP\r\n\r\n'));
  await once(odd.resume(), 'close');
  await expect.poll(() => target.count()).toBe(2);
});

test('passes on paths and headers as they came, and the address that they came from', async () => {
  const upstream = await serve((incoming, response) => {
    response.writeHead(
      207,
      [
        ['x-set', '1'],
        ['x-set', '2'],
      ].flat(),
    );
    response.end(`${incoming.url} ${incoming.socket.remoteAddress}`);
  });
  const proxy = closing(await countingProxy(upstream.url));
  const sent = request(`${proxy.url}`, { agent: false, path: '/a//b/%2e?c', localAddress: '127.0.0.3' });
  const [answer] = await once(sent.end(), 'response');
  const chunks = await answer.toArray();
  expect(answer.statusCode).toBe(207);
  expect(answer.headersDistinct['x-set']).toEqual(['1', '2']);
  expect(Buffer.concat(chunks).toString()).toBe('/a//b/%2e?c 127.0.0.3');
  expect(proxy.count()).toBe(1);
});
