import { execFile } from 'node:child_process';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer, type Server } from 'node:net';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { curlOf } from '../../../reporters/evidence/curl.ts';
import { ProbeClient } from '../../../src/http/client.ts';
import { markOf } from '../../../src/http/mark.ts';
import { Redactor } from '../../../src/http/redact.ts';
import type { Exchange, ProbeRequest } from '../../../src/model/exchange.ts';
import { Target } from '../../../src/model/target.ts';
import { describeWith } from '../../tools.ts';
import { makeReport } from '../fixture.ts';
import { HOSTILE } from '../hostile.ts';
import { makeExchange } from './exchanges.ts';

const CURL = { program: 'curl', install: 'apt-get install curl' };
const BASH = { program: 'bash', install: 'apt-get install bash' };
const run = promisify(execFile);

const TOKEN = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhIn0.c2lnbmF0dXJl';
const QUOTED = `it's "$(id)" \`id\` \\ !! $HOME é`;

/** Requests that a client, a shell or curl could be tempted to change. */
const REQUESTS: readonly (readonly [what: string, request: ProbeRequest])[] = [
  ['a plain GET', { method: 'GET', path: '/v1/items' }],
  ['the root', { method: 'GET', path: '/' }],
  ['dots and doubled slashes', { method: 'GET', path: '/a/../b//c/./d/..' }],
  ['encoded dots and lower-case escapes', { method: 'GET', path: '/%2e%2E/%2f%aF?x=%c3%a9' }],
  ['an empty query', { method: 'GET', path: '/x?' }],
  ['two question marks', { method: 'GET', path: '/x?a=1?b=2&a=3' }],
  ['braces and brackets', { method: 'GET', path: '/{a,b}/[1-3]?q={x}' }],
  ['a fragment', { method: 'GET', path: '/x#fragment?y' }],
  ['quotes and marks of shells', { method: 'GET', path: '/\'"`$(id)`;&|<>\\!~*' }],
  ['bytes beyond ASCII in the path', { method: 'GET', path: '/caf\u00e9/\u00ff' }],
  ['a path that begins with two slashes', { method: 'GET', path: '//evil.example/x' }],
  ['OPTIONS of a path', { method: 'OPTIONS', path: '/v1/items' }],
  ['HEAD', { method: 'HEAD', path: '/v1/items' }],
  ['DELETE without a body', { method: 'DELETE', path: '/v1/items/1' }],
  ['POST without a body', { method: 'POST', path: '/v1/items' }],
  ['PUT with an empty body', { method: 'PUT', path: '/v1/items', body: '' }],
  ['PATCH of JSON', json('PATCH', '{"a":1}')],
  ['GET with a body', json('GET', '{"a":1}')],
  ['a body with quotes', json('POST', JSON.stringify({ text: QUOTED }))],
  ['a body with line breaks', json('POST', 'a\r\nb\n\nc\rd\te')],
  ['a body that begins with @', json('POST', '@/etc/hostname')],
  ['a body that looks like an option', json('POST', '--output x')],
  ['a body with marks of CI runners', json('POST', '##[error]x ##vso[x] ::error::y')],
  ['a body with digits after control characters', json('POST', '\u00010\u001b17\u007f')],
  ['a body of other scripts', json('POST', '結果👩‍💻 \u202eabc')],
  ['a body without a type', { method: 'POST', path: '/x', body: 'a=b' }],
  [
    'headers of one name',
    {
      method: 'GET',
      path: '/x',
      headers: [
        ['x-a', '1'],
        ['x-b', '2'],
        ['X-A', '3'],
      ],
    },
  ],
  ['a header without a value', { method: 'GET', path: '/x', headers: [['x-empty', '']] }],
  ['header values with quotes', { method: 'GET', path: '/x', headers: [['x-a', `'"$(id)\`id\`\\!;`]] }],
  ['header values beyond ASCII', { method: 'GET', path: '/x', headers: [['x-a', 'caf\u00e9 0']] }],
  ['header values with tabs', { method: 'GET', path: '/x', headers: [['x-a', 'a\tb']] }],
  ['a header that begins with @', { method: 'GET', path: '/x', headers: [['x-a', '@/etc/hostname']] }],
  ['an accept of its own', { method: 'GET', path: '/x', headers: [['accept', 'text/event-stream']] }],
  ['another host', { method: 'GET', path: '/x', headers: [['host', 'other.example']] }],
  ['a secret in a header', { method: 'GET', path: '/x', headers: [['authorization', `Bearer ${TOKEN}`]] }],
  [
    'a secret among cookies',
    { method: 'GET', path: '/x', headers: [['cookie', `a=b!; sid=${TOKEN}; c="d"`]] },
  ],
  ['a secret in the query', { method: 'GET', path: `/x?token=${TOKEN}&a=1` }],
  ['a secret in a body', json('POST', `{"token":"${TOKEN}","other":"!$x\`"}`)],
  ['a secret beside odd bytes', json('POST', `{"é\n":1,"token":"${TOKEN}"}`)],
];

function json(method: string, body: string): ProbeRequest {
  return { method, path: '/v1/items', headers: [['content-type', 'application/json']], body };
}

const received: Buffer[] = [];
let server: Server;
let url = '';

beforeAll(async () => {
  server = createServer((socket) => {
    const chunks: Buffer[] = [];
    socket.on('data', (chunk) => {
      chunks.push(chunk);
      const all = Buffer.concat(chunks);
      const end = all.indexOf('\r\n\r\n');
      const length = Number(/\r\ncontent-length: (\d+)/i.exec(all.toString('latin1'))?.[1] ?? 0);
      if (end < 0 || all.length < end + 4 + length) return;
      received.push(all);
      socket.end('HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n');
    });
    socket.on('error', () => undefined);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => void server.close());

const targets = () => ({ canary: { ...makeReport().targets['canary']!, url } });

/** A request as a check sends it: what arrived, and the exchange as it is stored. */
async function sent(request: ProbeRequest, target: object = {}): Promise<{ raw: Buffer; stored: Exchange }> {
  const client = new ProbeClient({
    target: Target.parse({ url, ...target }),
    mark: markOf('run', '1'),
    now: () => 0,
  });
  const answer = await client.send(request);
  await client.close();
  expect(answer.response?.status, answer.error?.message).toBe(204);
  const redactor = new Redactor();
  redactor.add(TOKEN, 'members token of a');
  const stored = redactor.exchange(makeExchange({ ...answer, id: 'a/b#1' }));
  return { raw: received.pop()!, stored: JSON.parse(JSON.stringify(stored)) as Exchange };
}

/** The bytes that matter: the request line, the headers in their order, the body. */
function comparable(raw: Buffer) {
  const end = raw.indexOf('\r\n\r\n');
  const [line, ...lines] = raw.subarray(0, end).toString('latin1').split('\r\n');
  const headers = lines.map((text) =>
    text.replace(/^[^:]+: ?/, (name) => name.replace(/: ?$/, ': ')).trimEnd(),
  );
  const automatic = (text: string) => /^(host|content-length|connection):/i.test(text);
  return {
    line,
    headers: headers.filter((text) => !automatic(text)),
    automatic: headers
      .filter((text) => automatic(text) && !/^connection/i.test(text))
      .map((text) => text.replace(/^[^:]+/, (name) => name.toLowerCase()))
      .sort(),
    body: raw.subarray(end + 4).toString('latin1'),
  };
}

async function inShell(shell: string, script: string, env: Record<string, string>): Promise<string> {
  const { stdout } = await run(shell, ['-c', script], { env: { PATH: process.env['PATH'], ...env } });
  return stdout;
}

/** What redaction took out of the requests above, by placeholder. */
const SECRETS = new Map(
  [TOKEN, 'b!', '"d"'].map((value) => {
    const [[, pair] = ['', '']] = new Redactor().headers([['cookie', `a=${value}`]]);
    return [pair.slice('a='.length), value];
  }),
);

const environment = (variables: readonly (readonly [string, string])[]) =>
  Object.fromEntries(variables.map(([placeholder, name]) => [name, SECRETS.get(placeholder) ?? TOKEN]));

describeWith(CURL, import.meta.filename, 'a curl line', () => {
  test.each(REQUESTS)('sends the same bytes as the check did: %s', async (_, request) => {
    const { raw, stored } = await sent(request);
    const { lines, variables } = curlOf(stored, targets());
    expect(lines.join('\n')).not.toContain(TOKEN);
    const answer = await inShell('bash', lines.join('\n'), environment(variables));
    expect(answer).toMatch(/^HTTP\/1\.1 204/);
    expect(comparable(received.pop()!)).toEqual(comparable(raw));
  });

  test('reaches a name by another address, from an address of its own', async () => {
    const place = { url: url.replace('127.0.0.1', 'canary.example'), reach: { resolve: '127.0.0.1' } };
    const { raw, stored } = await sent({ method: 'GET', path: '/x' }, place);
    const target = { ...targets().canary, url: place.url, route: { address: '127.0.0.1' } };
    const { lines } = curlOf({ ...stored, localAddress: '127.0.0.2' }, { canary: target });
    await inShell('bash', lines.join('\n'), {});
    expect(comparable(received.pop()!)).toEqual(comparable(raw));
    expect(lines.join('\n')).toContain("--interface '127.0.0.2'");
  });

  test('does not run without its secrets', async () => {
    const { stored } = await sent({ method: 'GET', path: `/x?token=${TOKEN}` });
    const { lines, variables } = curlOf(stored, targets());
    expect(variables).toEqual([['«members token of a»', 'MEMBERS_TOKEN_OF_A']]);
    await expect(inShell('bash', lines.join('\n'), {})).rejects.toThrow(/MEMBERS_TOKEN_OF_A/);
    expect(received).toEqual([]);
  });
});

describeWith(BASH, import.meta.filename, 'a shell takes a curl line', () => {
  test.each(HOSTILE)('for curl and its arguments, whatever is in it: %s', async (_, text) => {
    const short = text.slice(0, 2000).replaceAll('\u0000', '');
    const header = short.replaceAll(/[\r\n]/g, ' ');
    const exchange = makeExchange({
      role: short,
      request: { method: 'POST', url: `${url}/x`, headers: [['x-said', header]], body: short },
      facts: { overlap: true },
    });
    const { lines, variables } = curlOf(exchange, targets());
    const script = `curl() { printf '%s\\0' "$@"; }\n${lines.join('\n')}`;
    const given = (await inShell('bash', script, environment(variables))).split('\u0000');
    expect(given).toContain(short.toWellFormed());
    expect(given.at(-2)).toBe(`${url}/x`);
    expect(given.at(-1)).toBe('');
    expect(lines.join('\n')).toMatch(/^[\n\u0020-\u007e]*$/);
  });
});

describe('a curl line', () => {
  test.each(REQUESTS)('is left alone by the redaction of what is written: %s', (_, request) => {
    const redactor = new Redactor();
    redactor.add(TOKEN, 'members token of a');
    const exchange = makeExchange({
      request: {
        method: request.method,
        url: `${url}${request.path}`,
        headers: request.headers ?? [],
        ...(request.body && { body: request.body }),
      },
    });
    const text = curlOf(redactor.exchange(exchange), targets()).lines.join('\n');
    expect(redactor.text(text)).toBe(text);
  });

  test('tells secrets apart, and takes no name that means something', () => {
    const values = ['«path»', '«a b»', '«a-b»', '«1»', '«a b»', '«»', '«http_proxy»'];
    const exchange = makeExchange({
      request: { method: 'GET', url: `${url}/x`, headers: values.map((value) => ['x-a', value] as const) },
    });
    expect(curlOf(exchange, targets()).variables).toEqual([
      ['«path»', 'SECRET_PATH'],
      ['«a b»', 'A_B'],
      ['«a-b»', 'A_B_2'],
      ['«1»', 'SECRET_1'],
      ['«»', 'SECRET_'],
      ['«http_proxy»', 'SECRET_HTTP_PROXY'],
    ]);
  });

  const request = makeExchange().request;
  test.each([
    ['a method that is none', { ...request, method: 'GET /' }, 'method'],
    ['a URL that is none', { ...request, url: 'http://a b/' }, 'no host'],
    ['a URL with credentials', { ...request, url: 'http://a:b@c/' }, 'spaces|host'],
    ['a URL with a line break', { ...request, url: 'http://a/\nx' }, 'control characters'],
    ['a header name that is none', { ...request, headers: [['a b', 'c'] as const] }, 'header name'],
    ['a header that ends in another', { ...request, headers: [['a', 'b\r\nc: d'] as const] }, 'line break'],
    ['two hosts', { ...request, headers: [['host', 'a'] as const, ['Host', 'b'] as const] }, 'Host'],
    ['a length that is wrong', { ...request, headers: [['content-length', '9'] as const] }, 'Content-Length'],
    ['a body with NUL', { ...request, body: 'a\u0000b' }, 'NUL'],
    ['a body of a megabyte', { ...request, body: 'a'.repeat(1_000_000) }, 'too long'],
  ])('is not made for %s', (_, odd, why) => {
    const { lines } = curlOf(makeExchange({ request: odd }), targets());
    expect(lines).toEqual([expect.stringMatching(new RegExp(`^# no curl line: .*(${why})`))]);
  });

  test('names certificates and what is not verified', () => {
    const route = { ca: '/etc/ca with space.pem', cert: 'c.pem', key: 'k.pem', servername: 'x.example' };
    const canary = { ...targets().canary, url: 'https://[::1]:8443', insecure: true, route };
    const exchange = makeExchange({ request: { method: 'GET', url: 'https://[::1]:8443/x', headers: [] } });
    const text = curlOf(exchange, { canary }).lines.join('\n');
    for (const option of [
      "--cacert '/etc/ca with space.pem'",
      "--cert 'c.pem'",
      "--key 'k.pem'",
      '--insecure',
    ])
      expect(text).toContain(option);
    expect(text).toMatch(/^# the run asked for the TLS name x\.example/m);
  });

  test('takes the host from the exchange where that is not of the target', () => {
    const exchange = makeExchange({
      request: { method: 'GET', url: 'http://127.0.0.1:40100/x', headers: [] },
    });
    const canary = { ...targets().canary, url: 'http://127.0.0.1:4010' };
    expect(curlOf(exchange, { canary }).lines.at(-1)).toBe("  'http://127.0.0.1:40100/x'");
    expect(curlOf(exchange, {}).lines.at(-1)).toBe("  'http://127.0.0.1:40100/x'");
  });
});
