import { sign } from 'node:crypto';
import type { AttackerKey } from './attacker.ts';

const OID: Readonly<Record<string, string>> = {
  rsa: '2a864886f70d01010b',
  ec: '2a8648ce3d040302',
  ed25519: '2b6570',
};
const COMMON_NAME = '550403';

/** A self-signed X.509 certificate in DER (RFC 5280 section 4.1), for a day; Node reads certificates but makes none. */
export function selfSigned({ privateKey, publicKey }: AttackerKey, now: number): Buffer {
  const kind = privateKey.asymmetricKeyType ?? '';
  const algorithm = sequence(
    tlv(0x06, Buffer.from(OID[kind] ?? '', 'hex')),
    ...(kind === 'rsa' ? [tlv(0x05, Buffer.alloc(0))] : []),
  );
  const name = sequence(
    tlv(0x31, sequence(tlv(0x06, Buffer.from(COMMON_NAME, 'hex')), tlv(0x0c, Buffer.from('canary-gate')))),
  );
  const body = sequence(
    tlv(0xa0, tlv(0x02, Buffer.from([2]))),
    tlv(0x02, Buffer.from([1])),
    algorithm,
    name,
    sequence(utcTime(now - DAY / 2), utcTime(now + DAY / 2)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
  );
  const signature = sign(kind === 'ed25519' ? null : 'sha256', body, privateKey);
  return sequence(body, algorithm, tlv(0x03, Buffer.concat([Buffer.from([0]), signature])));
}

const DAY = 86_400_000;

function sequence(...parts: readonly Buffer[]): Buffer {
  return tlv(0x30, Buffer.concat(parts));
}

function tlv(tag: number, content: Buffer): Buffer {
  return Buffer.concat([Buffer.from([tag]), length(content.length), content]);
}

function length(bytes: number): Buffer {
  if (bytes < 0x80) return Buffer.from([bytes]);
  if (bytes < 0x100) return Buffer.from([0x81, bytes]);
  return Buffer.from([0x82, bytes >> 8, bytes & 0xff]);
}

function utcTime(milliseconds: number): Buffer {
  const digits = new Date(milliseconds).toISOString().replace(/\D/g, '');
  return tlv(0x17, Buffer.from(`${digits.slice(2, 14)}Z`));
}
