import { isLoopback, type ProxySettings } from '../model/target.ts';
import { exempts } from './proxy-exempt.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** A proxy that the environment names cannot be used. */
export class ProxyError extends Error {
  override readonly name = 'ProxyError';
  /** The environment variable that names it. */
  readonly variable: string;
  constructor(variable: string, message: string) {
    super(message);
    this.variable = variable;
  }
}

export const PROXY_FORM =
  'http://host:port or https://host:port, with user:password@ before the host if needed';

const VARIABLES: Readonly<Record<string, readonly string[]>> = {
  'https:': ['https_proxy', 'HTTPS_PROXY'],
  'http:': ['http_proxy', 'HTTP_PROXY'],
};

/**
 * The proxy that the environment wants for a URL, by the rules that Go and curl share: one variable a scheme, the
 * lower-case spelling first, none for this machine and for whatever NO_PROXY names. Throws `ProxyError`.
 */
export function proxyFor(url: string, env: Environment): ProxySettings | undefined {
  const { protocol } = new URL(url);
  const variable = VARIABLES[protocol]?.find((name) => env[name]);
  const isExempt = isLoopback({ url }) || exempts(env['no_proxy'] || env['NO_PROXY'] || '', url);
  return variable === undefined || isExempt ? undefined : settingsOf(variable, env[variable] as string);
}

function settingsOf(variable: string, text: string): ProxySettings {
  const url = parse(text.trim());
  // Its text may hold a password, so it is not repeated.
  if (!url) throw new ProxyError(variable, `the environment variable ${variable} holds no URL of a proxy`);
  if (!/^https?:$/.test(url.protocol))
    throw new ProxyError(
      variable,
      `the environment variable ${variable} names a proxy by "${url.protocol}//"`,
    );
  const isPublic = url.username === '' && url.password === '';
  return { url: url.origin, variable, ...(!isPublic && { authorization: basic(url, variable) }) };
}

/** A proxy may be named without a scheme: `proxy.example:3128`. */
function parse(text: string): URL | undefined {
  const url = text.includes('://') ? text : `http://${text}`;
  return URL.canParse(url) ? new URL(url) : undefined;
}

/** The `Basic` scheme (RFC 7617), in UTF-8. */
function basic({ username, password }: URL, variable: string): string {
  try {
    const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
    return `Basic ${Buffer.from(pair, 'utf8').toString('base64')}`;
  } catch {
    throw new ProxyError(variable, `the user or password in ${variable} is wrongly percent-encoded`);
  }
}
