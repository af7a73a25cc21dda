import type { Check, CheckContext, Probe } from '../model/check.ts';
import type { Exchange } from '../model/exchange.ts';
import { quote } from '../model/text.ts';

const RETRY_AFTER = 300;

/** What must be declared before TLS is looked at; undefined when it is. */
export function needsTls({ policy, target }: CheckContext): string | undefined {
  if (policy.tls === undefined) return 'declare policy.tls: what its TLS promises, {} for the least';
  return target.secure ? undefined : 'the target is not reached by https';
}

/** Checks of this survey judge one handshake, made as an ordinary client makes it. */
export const certificateSurvey = {
  survey: 'tls/certificate',
  active: false,
  exhausting: false,
  profile: 'quick',
  budget: () => 2,
  waits: () => RETRY_AFTER,
  observe: async (probe: Probe, { policy }: CheckContext): Promise<Exchange[]> => {
    const shake = () => probe.handshake({ role: 'handshake', names: policy.tls?.names ?? [] });
    const first = await shake();
    if (first.error === undefined) return [first];
    await probe.sleep(RETRY_AFTER);
    return [first, await shake()];
  },
} satisfies Partial<Check>;

const OLD = ['TLSv1', 'TLSv1.1'] as const;
const MODERN = ['TLSv1.2', 'TLSv1.3'] as const;

/** Checks of this survey judge handshakes that each offer one version alone, between two that offer what is usual. */
export const versionSurvey = {
  survey: 'tls/versions',
  active: false,
  exhausting: false,
  budget: () => 2 * (OLD.length + MODERN.length + 1),
  waits: () => RETRY_AFTER * (OLD.length + MODERN.length),
  observe: async (probe: Probe): Promise<Exchange[]> => {
    const exchanges = [await probe.handshake({ role: 'control before' })];
    if (exchanges[0]!.error !== undefined) return exchanges;
    for (const version of [...MODERN, ...OLD]) exchanges.push(...(await offer(probe, version)));
    return [...exchanges, await probe.handshake({ role: 'control after' })];
  },
} satisfies Partial<Check>;

/** What came of offering one version alone. */
export type Reception =
  | { readonly kind: 'accepted' | 'refused'; readonly exchange: Exchange }
  | { readonly kind: 'open'; readonly exchange: Exchange | undefined; readonly reason: string };

/** How a version was received, where both controls succeeded. */
export function receptionOf(exchanges: readonly Exchange[], version: string): Reception {
  const tries = exchanges.filter(({ role }) => role === `offer ${version}`);
  const last = tries.at(-1);
  const open = (reason: string): Reception => ({ kind: 'open', exchange: last, reason });
  if (last === undefined) return open(`${nameOf(version)} was not offered`);
  if (last.error === undefined) return { kind: 'accepted', exchange: last };
  if (last.facts?.['offered'] !== true)
    return open(`this machine cannot offer ${nameOf(version)} (${quote(last.error.code)})`);
  const hungUp = tries.length > 1 && tries.every(({ error }) => error?.code === 'ECONNRESET');
  if (isRefusal(last) || hungUp) return { kind: 'refused', exchange: last };
  return open(`the handshake of ${nameOf(version)} ended with ${quote(last.error.code)}`);
}

/** The control that failed: then nothing can be said of versions. */
export function failedControl(exchanges: readonly Exchange[]): Exchange | undefined {
  const controls = exchanges.filter(({ role }) => role.startsWith('control'));
  return controls.length < 2
    ? (controls[0] ?? exchanges[0])
    : controls.find(({ error }) => error !== undefined);
}

/** As people write it: `TLS 1.0`. */
export function nameOf(version: string): string {
  return version === 'TLSv1' ? 'TLS 1.0' : version.replace('TLSv', 'TLS ');
}

async function offer(probe: Probe, version: (typeof OLD | typeof MODERN)[number]): Promise<Exchange[]> {
  const shake = () => probe.handshake({ role: `offer ${version}`, minVersion: version, maxVersion: version });
  const first = await shake();
  if (first.error === undefined || isRefusal(first) || first.facts?.['offered'] !== true) return [first];
  await probe.sleep(RETRY_AFTER);
  return [first, await shake()];
}

/** Said by the server: an alert, or a hello of another version. A connection that is only closed says less. */
function isRefusal({ error }: Exchange): boolean {
  return /^ERR_SSL_(\w*ALERT\w*|UNSUPPORTED_PROTOCOL|WRONG_VERSION_NUMBER)$/.test(error?.code ?? '');
}
