import type { DefectsByPlan } from './row.ts';

export const TLS_DEFECTS = {
  portal: [
    {
      id: 'tls-name-missing',
      title: 'The certificate is not for the second declared name',
      primary: 'tls/trusted',
    },
    {
      id: 'tls-expires-soon',
      title: 'The certificate expires in five days',
      primary: 'tls/expiry',
    },
    {
      id: 'tls-old-versions',
      title: 'TLS 1.0 and 1.1 are accepted',
      primary: 'tls/old-versions',
    },
    {
      id: 'tls-without-1.3',
      title: 'TLS 1.3 is not spoken',
      primary: 'tls/modern-versions',
    },
    {
      id: 'tls-key-short',
      title: 'The RSA key of the certificate has 2048 bits rather than 3072',
      primary: 'tls/key',
    },
    {
      id: 'debug-port-open',
      title: 'A port for debugging is open',
      primary: 'tls/ports',
      case: 'PORT-01',
    },
    {
      id: 'http-port-closed',
      title: 'Nothing listens on the port for plain HTTP',
      primary: 'tls/ports',
      case: 'PORT-02',
      // Nothing leads from plain HTTP to https any more.
      implied: ['headers/plain-http'],
    },
  ],
} as const satisfies DefectsByPlan;
