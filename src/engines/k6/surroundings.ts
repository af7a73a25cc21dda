import { availableParallelism } from 'node:os';
import { pemFilesOf } from '../../http/tls-terms.ts';
import type { LoadJob } from '../../model/engine.ts';
import { StartError } from '../../model/errors.ts';
import type { Target } from '../../model/target.ts';
import { quote } from '../../model/text.ts';
import type { Binary } from './binary.ts';
import type { Secrets } from './options.ts';

type Environment = Readonly<Record<string, string | undefined>>;

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
    ...(sourceAddresses.length > 0 ? [`--local-ips=${rotated(sourceAddresses, index).join(',')}`] : []),
    script,
  ];
}

/** Every k6 deals them to its virtual users from the first on, so each of several begins with another. */
function rotated<Item>(items: readonly Item[], by: number): Item[] {
  const first = by % items.length;
  return [...items.slice(first), ...items.slice(0, first)];
}

/** The environment of one k6: nothing of ours but what it needs, so that no setting of k6 gets in by the back door. */
export function environmentOf(
  job: Pick<LoadJob, 'target' | 'proxy'>,
  { text, folder }: { readonly text: string; readonly folder: string },
  env: Environment,
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
    ...authoritiesOf(tls, folder, env),
    ...proxyOf(job.proxy),
    ...parts,
  };
}

/** What the options of k6 hold as text, and the plan as files. Throws a `StartError` for one that cannot be read. */
export function secretsOf({ tls }: Pick<Target, 'tls'>): Secrets {
  const { cert, key } = pemFilesOf(tls);
  return cert === undefined || key === undefined ? {} : { cert, key };
}

/** Systems on which Go programs take their authorities from the system alone, whatever the environment says. */
const STUBBORN: readonly NodeJS.Platform[] = ['darwin', 'win32'];

/** Throws a `StartError` where k6 would trust others than the authority that the plan names. */
export function demandAuthorities(tls: Target['tls'], platform: NodeJS.Platform): void {
  if (tls?.ca === undefined || tls.insecure || !STUBBORN.includes(platform)) return;
  throw new StartError(
    `tls.ca: on ${platform}, k6 trusts the authorities of the system alone; add ${quote(tls.ca)} to them and leave tls.ca out, or run the plan with the embedded engine`,
  );
}

/** Whom k6 trusts: the plan's authority alone; else those of the system, wherever the environment says that they are. */
function authoritiesOf(tls: Target['tls'], folder: string, env: Environment): Record<string, string> {
  if (tls?.ca !== undefined) return { SSL_CERT_FILE: tls.ca, SSL_CERT_DIR: folder };
  const places = ['SSL_CERT_FILE', 'SSL_CERT_DIR'].flatMap((name) => (env[name] ? [[name, env[name]]] : []));
  return Object.fromEntries(places);
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
