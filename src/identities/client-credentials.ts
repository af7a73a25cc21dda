import type { Dispatcher } from 'undici';
import { z } from 'zod';
import { IdentityError } from '../model/errors.ts';
import type { ClientCredentials } from '../model/identity.ts';
import { quote } from '../model/text.ts';
import type { Grant, Obtain } from './remote.ts';

type Settings = z.output<typeof ClientCredentials>;

const TIMEOUT = 10_000;
const LONGEST_ANSWER = 65_536;

const Answer = z.object({
  access_token: z.string().min(1),
  token_type: z.string().optional(),
  expires_in: z.coerce.number().positive().optional(),
});

export interface TokenCall {
  /** Carries the calls; made for the first. */
  readonly dispatcher: () => Promise<Dispatcher>;
  readonly signal: AbortSignal;
  readonly wallClock: () => number;
}

/** Gets tokens by the client credentials grant (RFC 6749, 4.4), the client authenticated by HTTP Basic (2.3.1). */
export function clientCredentials(name: string, settings: Settings, call: TokenCall): Obtain {
  return async () => {
    const asked = call.wallClock();
    const { status, body } = await ask(name, settings, call);
    const safe = quote(body.replaceAll(settings.clientSecret, '«client secret»'), 200);
    if (status !== 200)
      throw new IdentityError(name, `${settings.tokenUrl} answered ${status}: ${safe}; status 200 is wanted`);
    return grantOf(name, settings, body, safe, asked);
  };
}

async function ask(name: string, settings: Settings, call: TokenCall) {
  const timeout = AbortSignal.timeout(TIMEOUT);
  try {
    // Few runs need it, and it is large.
    const { request } = await import('undici');
    const answer = await request(settings.tokenUrl, {
      method: 'POST',
      headers: {
        authorization: basic(settings.clientId, settings.clientSecret),
        'content-type': 'application/x-www-form-urlencoded',
        accept: 'application/json',
        'user-agent': 'canary-gate',
      },
      body: form(settings).toString(),
      dispatcher: await call.dispatcher(),
      signal: AbortSignal.any([call.signal, timeout]),
    });
    return { status: answer.statusCode, body: await readCapped(answer.body) };
  } catch (error) {
    const why = timeout.aborted ? `no answer within ${TIMEOUT / 1000}s` : reasonOf(error);
    throw new IdentityError(name, `no token from ${settings.tokenUrl}: ${why}`, { cause: error });
  }
}

function form({ scope, audience }: Settings): URLSearchParams {
  const fields = new URLSearchParams({ grant_type: 'client_credentials' });
  if (scope !== undefined) fields.set('scope', scope);
  if (audience !== undefined) fields.set('audience', audience);
  return fields;
}

/** Both parts are form-encoded before they are joined, as RFC 6749, 2.3.1 has it. */
function basic(id: string, secret: string): string {
  const [user, password] = [id, secret].map((part) => new URLSearchParams({ '': part }).toString().slice(1));
  return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
}

async function readCapped(body: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > LONGEST_ANSWER) break;
  }
  return Buffer.concat(chunks).toString('utf8', 0, LONGEST_ANSWER);
}

function reasonOf(error: unknown): string {
  const { code, message } = error as { code?: string; message?: string };
  return quote([code, message].filter(Boolean).join(' '), 200);
}

function grantOf(name: string, settings: Settings, body: string, safe: string, asked: number): Grant {
  const answer = Answer.safeParse(parsed(body));
  if (!answer.success)
    throw new IdentityError(name, `${settings.tokenUrl} answered ${safe}; JSON with access_token is wanted`);
  const { access_token: token, token_type: type, expires_in: seconds } = answer.data;
  // RFC 6749, 7.1: a client must not use a token whose type it does not understand.
  if (type !== undefined && settings.scheme === 'Bearer' && type.toLowerCase() !== 'bearer')
    throw new IdentityError(
      name,
      `${settings.tokenUrl} gave a token of type ${quote(type)}; Bearer is wanted`,
    );
  return { token, ...(seconds === undefined ? {} : { expiresAt: asked + seconds * 1000 }) };
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
