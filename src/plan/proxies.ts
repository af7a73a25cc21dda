import { isIPv6 } from 'node:net';
import { PROXY_FORM, ProxyError, proxyFor } from '../http/proxy.ts';
import type { Problem } from '../model/errors.ts';
import { ARMS, type Arm } from '../model/sample.ts';
import type { ProxySettings, Target } from '../model/target.ts';
import type { Plan } from './schema.ts';
import type { Secret } from './secrets.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** The proxies that the environment wants for the targets of a plan, and what follows from them. */
export interface Proxies {
  readonly proxies: Readonly<Partial<Record<Arm, ProxySettings>>>;
  readonly problems: readonly Problem[];
  readonly secrets: readonly Secret[];
  readonly notes: readonly string[];
}

/** A plan that could not be read may be without targets. */
export function proxiesOf({ targets }: Partial<Plan>, env: Environment): Proxies {
  const problems: Problem[] = [];
  const found = ARMS.flatMap((arm) => {
    const target = targets?.[arm];
    try {
      const proxy = target && proxyOf(target, env);
      return proxy ? [[arm, proxy] as const] : [];
    } catch (error) {
      if (!(error instanceof ProxyError)) throw error;
      problems.push({ path: `targets.${arm}.url`, message: error.message, allowed: PROXY_FORM });
      return [];
    }
  });
  return {
    proxies: Object.fromEntries(found),
    problems,
    secrets: found.flatMap(([, proxy]) => secretsIn(proxy)),
    notes: found.map(
      ([arm, { url, variable }]) => `the ${arm} is reached through the proxy ${url} (${variable})`,
    ),
  };
}

/** Where it is connected to another address than its name has, neither may be exempt. */
function proxyOf({ url, reach }: Target, env: Environment): ProxySettings | undefined {
  const proxy = proxyFor(url, env);
  if (!proxy || !reach || !('resolve' in reach)) return proxy;
  const elsewhere = new URL(url);
  elsewhere.hostname = isIPv6(reach.resolve) ? `[${reach.resolve}]` : reach.resolve;
  return proxyFor(elsewhere.href, env);
}

/** The password, and what it is sent as. */
function secretsIn({ authorization, variable }: ProxySettings): Secret[] {
  const [, sent] = authorization?.split(' ') ?? [];
  if (sent === undefined) return [];
  const pair = Buffer.from(sent, 'base64').toString('utf8');
  const password = pair.slice(pair.indexOf(':') + 1);
  const name = `${variable} password`;
  return [sent, password].flatMap((value) => (value.length < 4 ? [] : [{ value, name }]));
}
