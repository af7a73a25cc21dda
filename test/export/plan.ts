import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { importSPKI, jwtVerify } from 'jose';
import { stringify } from 'yaml';

const { privateKey, publicKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
});

/** What only the environment may hold. */
export const SECRETS = {
  HMAC_KEY: 'a secret of thirty-two characters!',
  RSA_KEY: privateKey,
  API_KEY: 'key-of-the-target-1234',
  FIRST_TOKEN: 'opaque-token-of-the-first',
  SECOND_TOKEN: 'opaque-token-of-the-second',
} as const;

/** Tokens that the plan spells out. */
const WRITTEN = ['written-token-one', 'written-token-two', 'written-token-three'];
/** The environment of an exported script. */
export const ENVIRONMENT = { ...SECRETS, WRITTEN_TOKENS: WRITTEN.join(',') };
/** No exported file may hold any of these. */
export const FORBIDDEN = [
  ...Object.values(SECRETS),
  ...WRITTEN,
  privateKey.split('\n')[1]!,
  Buffer.from(SECRETS.HMAC_KEY).toString('base64'),
];

/** A service that lets nobody in without the right credential, and remembers what it answered. */
export async function guarded() {
  const answers: { path: string; status: number; subject: string }[] = [];
  const rsa = await importSPKI(publicKey, 'RS256');
  const hmac = Buffer.from(SECRETS.HMAC_KEY);
  const opaque = [SECRETS.FIRST_TOKEN, SECRETS.SECOND_TOKEN, ...WRITTEN];
  const subjectOf = async (path: string, token: string): Promise<string | undefined> => {
    if (path.startsWith('/opaque') || path.startsWith('/written'))
      return opaque.includes(token) ? token : undefined;
    const verified =
      path.startsWith('/rsa') || path.startsWith('/script')
        ? jwtVerify(token, rsa, { algorithms: ['RS256'] })
        : jwtVerify(token, hmac, { algorithms: ['HS256'], issuer: 'tests' });
    return verified.then(({ payload }) => payload.sub).catch(() => undefined);
  };
  const server = createServer(async (request, response) => {
    const path = request.url ?? '';
    const token = (request.headers.authorization ?? '').replace(/^Bearer /, '');
    const subject =
      request.headers['x-api-key'] === SECRETS.API_KEY ? await subjectOf(path, token) : undefined;
    const status = subject === undefined ? 401 : 200;
    answers.push({ path, status, subject: subject ?? '' });
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ ok: status === 200 }));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    answers,
    close: () => {
      server.closeAllConnections();
      return new Promise<unknown>((done) => server.close(done));
    },
  };
}

const endpoint = (path: string, identity: string) => ({
  path,
  identity,
  expect: { status: 200, json: { '$.ok': true } },
});

/** A folder with a plan of everything that an export has to carry along. */
export function planFolder(url: string, more: Readonly<Record<string, unknown>> = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'canary-gate-export-'));
  const counted = (requests: string[], iterations = 6) => ({
    executor: 'shared-iterations',
    vus: 2,
    iterations,
    maxDuration: '20s',
    gracefulStop: '1s',
    requests,
  });
  const plan = {
    name: 'exported',
    targets: { canary: { url, headers: { 'x-api-key': '${API_KEY}' } } },
    identities: {
      minted: { kind: 'jwt', key: '${HMAC_KEY}', issuer: 'tests', subject: 'user-{use}-{n}' },
      signed: { kind: 'jwt', algorithm: 'RS256', key: '${RSA_KEY}' },
      opaque: { kind: 'static', tokens: ['${FIRST_TOKEN}', '${SECOND_TOKEN}'] },
      written: { kind: 'static', tokens: WRITTEN },
    },
    endpoints: {
      hmac: endpoint('/hmac', 'minted'),
      rsa: endpoint('/rsa', 'signed'),
      opaque: endpoint('/opaque', 'opaque'),
      written: endpoint('/written?q={word}', 'written'),
    },
    scenarios: {
      first: counted(['hmac']),
      second: counted(['rsa']),
      'third-one': counted(['opaque']),
      rows: { ...counted(['written']), data: { file: 'words.csv' } },
      scripted: { ...counted([]), requests: undefined, module: './visit.ts', identity: 'signed' },
    },
    gates: ['rate(5xx) <= 1%'],
    ...more,
  };
  writeFileSync(join(folder, 'canary.plan.yaml'), stringify(plan));
  writeFileSync(join(folder, 'words.csv'), 'word\none\ntwo\nthree\n');
  writeFileSync(join(folder, 'visit.ts'), SCRIPT);
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

const SCRIPT = `
interface Visitor { http: any; expect: any; metric: any; iteration: number }
export async function iteration({ http, expect, metric }: Visitor): Promise<void> {
  const answer = await http.get('/script');
  expect(answer, { status: 200 });
  metric('visits', 1);
}
export default iteration;
`;

/** Requests that the plan's scenarios send, by the first part of their paths. */
export const SENT = { hmac: 6, rsa: 6, opaque: 6, written: 6, script: 6 };
