import { ProxyError, proxyFor } from '../http/proxy.ts';
import { quote } from '../model/text.ts';
import type { Found, Machine, Said } from './probe.ts';

/** The first version number in a text, without its `v`. */
export function versionIn(text: string): string | undefined {
  return /(?<![\w.])v?(\d+\.\d+\.\d+[\w.+-]*)/.exec(text)?.[1];
}

/** A program by what it said; where majors are named, others are limited. */
export function readProgram(said: Said, majors?: readonly number[]): Found {
  if (said === undefined) return { state: 'missing', found: 'not on PATH' };
  const version = versionIn(said.text);
  if (version === undefined)
    return { state: 'limited', found: `${said.path} tells no version: ${quote(said.text.trim(), 60)}` };
  const isKnown = majors?.includes(Number.parseInt(version, 10)) ?? true;
  const wanted = isKnown ? '' : `; ${majors?.map((major) => `v${major}`).join(' or ')} is wanted`;
  return { state: isKnown ? 'ok' : 'limited', found: `${version} (${said.path})${wanted}` };
}

export function readNode(version = '', least = 24): Found {
  const isEnough = Number.parseInt(version, 10) >= least;
  return { state: isEnough ? 'ok' : 'missing', found: isEnough ? version : `${version}; ${least} is wanted` };
}

/** `offered`: of TLS 1.0 and 1.1, by name. */
export function readTls({
  openssl,
  offered,
}: {
  openssl?: string | undefined;
  offered: readonly string[];
}): Found {
  const names = offered.length === 0 ? 'neither TLS 1.0 nor 1.1' : offered.join(' and ');
  return { state: offered.length === 2 ? 'ok' : 'limited', found: `OpenSSL ${openssl}, offers ${names}` };
}

export function readProcessors(count: number): Found {
  return { state: count > 1 ? 'ok' : 'limited', found: String(count) };
}

/** A connection takes one file; the rest of the process a few dozen. */
export function readOpenFiles(limit: number | undefined, enough = 4096): Found {
  if (limit === undefined) return { state: 'ok', found: 'no limit' };
  return { state: limit >= enough ? 'ok' : 'limited', found: `${limit} at once` };
}

/** The proxies that the environment wants for targets elsewhere; without their passwords. */
export function readProxies(env: Machine['env']): Found {
  try {
    const proxies = ['http', 'https'].flatMap((scheme) => proxyFor(`${scheme}://target.invalid`, env) ?? []);
    const exempt = env['no_proxy'] || env['NO_PROXY'];
    const named = proxies.map(({ variable, url }) => `${variable} ${url}`);
    if (named.length > 0 && exempt) named.push(`not for ${quote(exempt, 120)}`);
    return { state: 'ok', found: named.join(', ') || 'none' };
  } catch (error) {
    if (!(error instanceof ProxyError)) throw error;
    return { state: 'limited', found: error.message };
  }
}
