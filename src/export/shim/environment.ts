import { b64decode, b64encode } from 'k6/encoding';

declare const __ENV: Readonly<Record<string, string | undefined>>;

const faults = new Set<string>();

/** What is wrong with the environment; told when the load begins, since `k6 inspect` and `k6 archive` have no secrets. */
export function missing(): readonly string[] {
  return [...faults];
}

/** A variable of the environment. */
export function secret(name: string): string {
  const value = __ENV[name] ?? '';
  if (value === '') faults.add(`${name} is not set`);
  return value;
}

/** A signing key as the script wants it: its bytes in base64. HMAC secrets are text or a JWK (RFC 7517), others PEM. */
export function key(name: string, algorithm: string): string {
  const text = secret(name);
  if (!algorithm.startsWith('HS')) return text.replace(/\\n|\s|-----[A-Z ]+-----/g, '');
  const bytes = jwkSecret(text);
  return b64encode(bytes ?? text);
}

/** The bytes of an HMAC secret as JWK; a text may well begin with a brace and be none. */
function jwkSecret(text: string): ArrayBuffer | undefined {
  if (!text.trim().startsWith('{')) return undefined;
  try {
    const { kty, k } = JSON.parse(text) as { kty?: unknown; k?: unknown };
    return kty === 'oct' && typeof k === 'string' ? b64decode(k, 'rawurl') : undefined;
  } catch {
    return undefined;
  }
}

/** Tokens from one variable each, or all from one that lists them; each with its subject. */
export function tokens(names: readonly string[], subjects: readonly string[]) {
  const texts = names.map(secret);
  const isEachItsOwn = names.length === subjects.length;
  const list = isEachItsOwn ? texts : texts.flatMap((text) => text.split(/[\s,]+/)).filter(Boolean);
  if (list.length > 0 && list.length < subjects.length)
    faults.add(`${names.join(', ')}: ${subjects.length} tokens are wanted, there are ${list.length}`);
  return subjects.map((otherwise, index) => {
    const token = list[index] ?? '';
    return { subject: subjectOf(token) ?? otherwise, token };
  });
}

/** The client certificate, in PEM; none where there is no environment. */
export function certificates(cert: string, own: string): { cert: string; key: string }[] {
  const pair = { cert: secret(cert), key: secret(own) };
  return pair.cert === '' || pair.key === '' ? [] : [pair];
}

/** The `sub` of a JWT; undefined for any other token. */
function subjectOf(token: string): string | undefined {
  try {
    const { sub } = JSON.parse(b64decode(token.split('.')[1] ?? '', 'rawurl', 's')) as { sub?: unknown };
    return typeof sub === 'string' ? sub : undefined;
  } catch {
    return undefined;
  }
}
