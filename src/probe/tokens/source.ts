import { createPublicKey, type KeyObject } from 'node:crypto';
import { signingKeyOf } from '../../identities/key.ts';
import { rawSigner } from '../../identities/sign.ts';
import type { CheckContext, Probe } from '../../model/check.ts';
import type { Credential, MintedJwt } from '../../model/identity.ts';
import { decode, partsOf } from './forge.ts';
import { type Claims, mintFor } from './mint.ts';
import { algorithmsOf, type VerificationKey } from './verdict.ts';

export type Algorithm = MintedJwt['algorithm'];
export type Header = Readonly<Record<string, unknown>>;

/** The issuer's key, at work: signs whatever it is given. */
export interface Issuer {
  /** By jose, with the pool's own header. */
  sign(claims: Claims): Promise<string>;
  /** Any header and any payload, also as text that is no JSON, validly signed by the issuer's key. */
  signAnything(header: Header | string, payload: Claims | string | Uint8Array, algorithm?: Algorithm): string;
  /** The signature of any text, as base64url. */
  signText(input: string): string;
}

/** Where the tokens of a trial come from: the issuer's key, or a sample that was given. */
export interface Source {
  readonly pool: string;
  readonly subject: string;
  readonly algorithm: Algorithm;
  readonly header: Header;
  /** A token that a correct server accepts; a new one each time where the key is known. */
  valid(): Promise<string>;
  /** Claims that a correct server accepts; `seconds` is the time on the clock that the server goes by. */
  claims(seconds?: number): Claims;
  /** Undefined where there is only a sample. */
  readonly issuer?: Issuer;
  /** What the server verifies with, as far as it is known here. */
  readonly verification?: VerificationKey;
  /** Key or certificate as PEM, that a confused server may take for a secret. */
  readonly publicKey?: string;
  /** Neither minted nor a JWT: nothing can be made of it. */
  readonly opaque: boolean;
}

/** The source of the tokens that `policy.jwt` declares. */
export async function openSource(probe: Probe, { policy }: CheckContext): Promise<Source> {
  const declared = policy.jwt!;
  const credential = await probe.subject(declared.identity);
  const settings = probe.minter(declared.identity);
  return settings ? minting(probe, credential, settings, declared) : sampled(credential, declared);
}

type Declared = NonNullable<CheckContext['policy']['jwt']>;

function minting(probe: Probe, credential: Credential, settings: MintedJwt, declared: Declared): Source {
  const { algorithm } = settings;
  const { key } = signingKeyOf(algorithm, settings.key);
  const { pool, subject, header, claims, sign, valid } = mintFor(probe, credential, declared);
  const signText = (input: string, by = algorithm) => rawSigner(by, key)(input).toString('base64url');
  const issuer: Issuer = {
    sign,
    signText,
    signAnything: (head, payload, by) => {
      const input = `${encode(head)}.${encode(payload)}`;
      return `${input}.${signText(input, by)}`;
    },
  };
  const verifier = key.type === 'secret' ? key : createPublicKey(key);
  const publicKey = declared.publicKey ?? publicTextOf(verifier);
  return {
    ...{ pool, subject, algorithm, header, claims, valid, issuer, opaque: false },
    verification: { key: verifier, algorithms: [algorithm] },
    ...(publicKey !== undefined && { publicKey }),
  };
}

function publicTextOf(key: KeyObject): string | undefined {
  return key.type === 'secret' ? undefined : key.export({ type: 'spki', format: 'pem' }).toString();
}

/** A sample is never signed anew: what is made from it keeps its claims, or breaks its signature. */
function sampled({ pool, subject, token }: Credential, declared: Declared): Source {
  const { header, payload } = partsOf(token);
  const [head, claims] = [header, payload].map(jsonOf);
  const algorithm = (head?.['alg'] ?? declared.algorithm) as Algorithm;
  const { publicKey } = declared;
  return {
    ...{ pool, subject, algorithm, header: head ?? {} },
    valid: async () => token,
    claims: () => ({ ...claims }),
    opaque: head === undefined || claims === undefined,
    ...(publicKey !== undefined && { publicKey, verification: verificationOf(publicKey, algorithm) }),
  };
}

function verificationOf(publicKey: string, algorithm: Algorithm): VerificationKey {
  const key = createPublicKey(publicKey.replaceAll('\\n', '\n'));
  return { key, algorithms: algorithmsOf(key).filter((each) => each === algorithm) };
}

function jsonOf(segment: string): Claims | undefined {
  try {
    const value: unknown = decode(segment);
    return typeof value === 'object' && value !== null ? (value as Claims) : undefined;
  } catch {
    return undefined;
  }
}

function encode(value: object | string): string {
  const bytes = typeof value === 'string' || value instanceof Uint8Array ? value : JSON.stringify(value);
  return Buffer.from(bytes).toString('base64url');
}
