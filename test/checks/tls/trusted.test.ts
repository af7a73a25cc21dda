import { trusted } from '../../../checks/tls/trusted.ts';
import { insecure, plain, proxied, tlsSuite, undeclared } from './suite.ts';

tlsSuite(trusted, {
  'passes on RSA of 2048 bits': { outcome: 'pass', certificate: { key: 'RSA of 2048 bits' } },
  'passes on P-384': { outcome: 'pass', certificate: { key: 'P-384' } },
  'passes on Ed25519': { outcome: 'pass', certificate: { key: 'Ed25519' } },
  'passes on an authority with RSA': { outcome: 'pass', certificate: { signer: 'RSA of 2048 bits' } },
  'passes on a chain of three': { outcome: 'pass', certificate: { intermediate: 'shown' } },
  'passes on TLS 1.2 alone': { outcome: 'pass', server: { maxVersion: 'TLSv1.2' } },
  'passes on TLS 1.3 alone': { outcome: 'pass', server: { minVersion: 'TLSv1.3' } },
  'passes on an address': {
    outcome: 'pass',
    against: (against) => ({ ...against, url: against.url.replace('localhost', '127.0.0.1') }),
  },
  'passes on a name that the plan asks for, with a wildcard': {
    outcome: 'pass',
    certificate: { altNames: ['*.shop.example'] },
    against: (against) => ({ ...against, tls: { servername: 'api.shop.example' } }),
  },
  'passes on further names': {
    outcome: 'pass',
    certificate: { altNames: ['localhost', '*.shop.example', '10.0.0.7'] },
    promises: { names: ['www.shop.example', '10.0.0.7'] },
  },
  'passes on a weak key, which is another question': {
    outcome: 'pass',
    certificate: { key: 'RSA of 1024 bits' },
    server: { ciphers: 'DEFAULT:@SECLEVEL=0' },
  },
  'fails when the intermediate certificate is not shown': {
    outcome: 'fail',
    severity: 'high',
    message: /UNABLE_TO_VERIFY_LEAF_SIGNATURE/,
    certificate: { intermediate: 'forgotten' },
  },
  'fails when it signs itself': {
    outcome: 'fail',
    message: /DEPTH_ZERO_SELF_SIGNED_CERT/,
    certificate: { selfSigned: true },
  },
  'fails when it has expired': {
    outcome: 'fail',
    message: /CERT_HAS_EXPIRED/,
    certificate: { days: -2 },
  },
  'fails on another name': {
    outcome: 'fail',
    message: /not for "localhost", but for "DNS:other.example"/,
    certificate: { altNames: ['other.example'] },
  },
  'fails when the name is in the common name alone': {
    outcome: 'fail',
    message: /no name at all/,
    certificate: { altNames: [] },
    against: (against) => ({ ...against, tls: { servername: 'server' } }),
  },
  'fails when a further name is missing': {
    outcome: 'fail',
    message: /not for "a.b.shop.example"/,
    certificate: { altNames: ['localhost', '*.shop.example'] },
    promises: { names: ['b.shop.example', 'a.b.shop.example'] },
  },
  'fails when it is not verified, and should be trusted': {
    outcome: 'fail',
    certificate: { selfSigned: true },
    promises: { trusted: true },
    against: insecure,
  },
  'looks at names alone when it is not verified': {
    outcome: 'pass',
    certificate: { selfSigned: true },
    promises: { names: ['localhost'] },
    against: insecure,
  },
  'does not apply when it is not verified': {
    outcome: 'not_applicable',
    certificate: { selfSigned: true },
    against: insecure,
  },
  'leaves it open when TLS is not spoken': {
    outcome: 'inconclusive',
    instead: (socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'),
  },
  'leaves it open when it hangs up': {
    outcome: 'inconclusive',
    instead: (socket) => socket.destroy(),
  },
  'leaves it open through a proxy': { outcome: 'inconclusive', message: /proxy/, against: proxied },
  'does not apply to plain HTTP': { outcome: 'not_applicable', against: plain },
  'does not apply without a policy': { outcome: 'not_applicable', against: undeclared },
});
