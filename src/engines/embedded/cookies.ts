import { CookieJar } from 'tough-cookie';
import type { Context } from '../../model/context.ts';
import type { HeaderLines } from '../../model/exchange.ts';
import type { User } from './user.ts';

/** `ctx.cookies`: those that the target set, and those of the script, for the target's own URL. */
export function cookiesOf(user: User, url: string): Context['cookies'] {
  return {
    get: (name) => user.jar?.getCookiesSync(url).find(({ key }) => key === name)?.value,
    set: (name, value) => void jarOf(user).setCookieSync(`${name}=${value}; Path=/`, url),
    clear: () => user.jar?.removeAllCookiesSync(),
  };
}

/** Keeps what an answer sets. A cookie that is not valid is left out, as a browser does. */
export function keepCookies(user: User, url: string, headers: HeaderLines): void {
  for (const [name, value] of headers)
    if (name.length === SET_COOKIE.length && name.toLowerCase() === SET_COOKIE)
      jarOf(user).setCookieSync(value, url, { ignoreError: true });
}

const SET_COOKIE = 'set-cookie';

/** Made by the first cookie: most virtual users never have one. */
function jarOf(user: User): CookieJar {
  user.jar ??= new CookieJar(undefined, { looseMode: true, rejectPublicSuffixes: false });
  return user.jar;
}
