import { key } from '../../../checks/tls/key.ts';
import { tlsSuite, undeclared } from './suite.ts';

const server = { ciphers: 'DEFAULT:@SECLEVEL=0' };

tlsSuite(key, {
  'passes on RSA of 2048 bits': { outcome: 'pass', certificate: { key: 'RSA of 2048 bits' } },
  'passes on P-256': { outcome: 'pass', message: /of 256 bits/, certificate: { key: 'P-256' } },
  'passes on Ed25519': {
    outcome: 'pass',
    message: /ed25519/,
    certificate: { key: 'Ed25519', signer: 'Ed25519' },
  },
  'passes on SHA-1 of a certificate that signs itself': {
    outcome: 'pass',
    certificate: { digest: 'sha1', selfSigned: true },
    server,
  },
  'fails on RSA of 1024 bits': {
    outcome: 'fail',
    message: /RSA key has 1024 bits, and 2048 are the least/,
    certificate: { key: 'RSA of 1024 bits' },
    server,
  },
  'fails on a key that is shorter than declared': {
    outcome: 'fail',
    message: /EC key has 256 bits, and 384 are the least/,
    promises: { keyBits: { ec: 384 } },
  },
  'fails on a signature over SHA-1': {
    outcome: 'fail',
    message: /hash is broken/,
    certificate: { key: 'RSA of 2048 bits', signer: 'RSA of 2048 bits', digest: 'sha1' },
    server,
  },
  'fails on an ECDSA signature over SHA-1': {
    outcome: 'fail',
    message: /hash is broken/,
    certificate: { digest: 'sha1' },
    server,
  },
  'leaves it open when TLS is not spoken': { outcome: 'inconclusive', instead: (socket) => socket.destroy() },
  'does not apply without a policy': { outcome: 'not_applicable', against: undeclared },
});
