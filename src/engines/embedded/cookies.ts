import { CookieJar } from 'tough-cookie';
import type { Context } from '../../model/context.ts';
import type { HeaderLines } from '../../model/exchange.ts';
import type { User } from './user.ts';

/** The cookies of a virtual user. */
export function jarOf(user: User): CookieJar {
  user.jar ??= new CookieJar(undefined, { looseMode: true, rejectPublicSuffixes: false });
  return user.jar;
}

/** `ctx.cookies`: those that the target set, and those of the script, for the target's own URL. */
export function cookiesOf(jar: CookieJar, url: string): Context['cookies'] {
  return {
    get: (name) => jar.getCookiesSync(url).find(({ key }) => key === name)?.value,
    set: (name, value) => void jar.setCookieSync(`${name}=${value}; Path=/`, url),
    clear: () => jar.removeAllCookiesSync(),
  };
}

/** Keeps what an answer sets. A cookie that is not valid is left out, as a browser does. */
export function keepCookies(jar: CookieJar, url: string, headers: HeaderLines): void {
  for (const [name, value] of headers)
    if (name.toLowerCase() === 'set-cookie') jar.setCookieSync(value, url, { ignoreError: true });
}
