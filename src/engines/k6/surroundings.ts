import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import type { LoadJob } from '../../model/engine.ts';
import { StartError } from '../../model/errors.ts';
import type { Binary } from './binary.ts';
import type { Secrets } from './options.ts';

/** One variable of the environment holds no more than 128 KiB on Linux, its name included. */
const PART = 100_000;

export interface Part {
  readonly index: number;
  readonly of: number;
}

/** The command line of one k6: nothing of it is a secret, since everybody can read it. */
export function argumentsOf(
  { version }: Pick<Binary, 'version'>,
  script: string,
  { index, of }: Part,
  sourceAddresses: readonly string[],
): string[] {
  const cuts = Array.from({ length: of + 1 }, (_, cut) =>
    cut === 0 ? '0' : cut === of ? '1' : `${cut}/${of}`,
  );
  return [
    'run',
    '--no-thresholds',
    '--no-usage-report',
    ...(version.major === 1 ? ['--no-summary'] : ['--summary-mode=disabled']),
    '--address=',
    '--quiet',
    '--no-color',
    '--out=json',
    ...(of > 1
      ? [
          `--execution-segment=${cuts[index]}:${cuts[index + 1]}`,
          `--execution-segment-sequence=${cuts.join(',')}`,
        ]
      : []),
    ...(sourceAddresses.length > 0 ? [`--local-ips=${sourceAddresses.join(',')}`] : []),
    script,
  ];
}

/** The environment of one k6: nothing of ours but what it needs, so that no setting of k6 gets in by the back door. */
export function environmentOf(
  job: Pick<LoadJob, 'target' | 'proxy'>,
  { text, folder }: { readonly text: string; readonly folder: string },
  env: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
  const parts: Record<string, string> = {};
  for (let at = 0; at < text.length; at += PART)
    parts[`CANARY_GATE_JOB_${at / PART}`] = text.slice(at, at + PART);
  const { tls, connection } = job.target;
  return {
    ...(env['PATH'] === undefined ? {} : { PATH: env['PATH'] }),
    HOME: folder,
    TMPDIR: folder,
    TZ: 'UTC',
    GOMAXPROCS: String(availableParallelism()),
    ...(connection.protocol === 'h1' ? { GODEBUG: 'http2client=0' } : {}),
    ...(tls?.ca === undefined ? {} : { SSL_CERT_FILE: tls.ca, SSL_CERT_DIR: folder }),
    ...proxyOf(job.proxy),
    ...parts,
  };
}

/** What the options of k6 hold as text, and the plan as files. */
export async function secretsOf({ tls }: LoadJob['target']): Promise<Secrets> {
  if (tls?.cert === undefined || tls.key === undefined) return {};
  return { cert: await contentOf(tls.cert), key: await contentOf(tls.key) };
}

async function contentOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new StartError(`${file} cannot be read: ${(error as Error).message}`, { cause: error });
  }
}

function proxyOf(proxy: LoadJob['proxy']): Record<string, string> {
  if (!proxy) return {};
  const url = new URL(proxy.url);
  const [user = '', ...password] = Buffer.from(proxy.authorization?.replace(/^Basic /, '') ?? '', 'base64')
    .toString()
    .split(':');
  url.username = encodeURIComponent(user);
  url.password = encodeURIComponent(password.join(':'));
  return { HTTP_PROXY: url.href, HTTPS_PROXY: url.href };
}
