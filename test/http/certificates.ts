import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const OPENSSL = { program: 'openssl', install: 'apt-get install openssl (3.0 or newer)' };

/** Files of a certificate and its key, PEM. */
export interface Certified {
  readonly cert: string;
  readonly key: string;
}

/** A certificate authority of our own, in a folder of its own. */
export interface Authority {
  /** Its certificate file. */
  readonly ca: string;
  /** A certificate for names such as `DNS:shop.example` or `IP:127.0.0.1`; of negative days one that has expired. */
  issue(name: string, subjectAltName: string, days?: number): Certified;
  remove(): void;
}

const NEW_KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];

export function newAuthority(openssl: string): Authority {
  const folder = mkdtempSync(join(tmpdir(), 'canary-gate-certificates-'));
  const run = (...options: string[]) => execFileSync(openssl, options, { cwd: folder, stdio: 'pipe' });
  run(
    'req',
    '-x509',
    ...NEW_KEY,
    '-keyout',
    'ca.key',
    '-out',
    'ca.pem',
    '-subj',
    '/CN=test CA',
    '-days',
    '2',
  );
  return {
    ca: join(folder, 'ca.pem'),
    issue: (name, subjectAltName, days = 2) => {
      const [key, request, cert] = ['key', 'csr', 'pem'].map((end) => `${name}.${end}`) as [
        string,
        string,
        string,
      ];
      const subject = ['-subj', `/CN=${name}`, '-addext', `subjectAltName=${subjectAltName}`];
      run('req', ...NEW_KEY, '-keyout', key, '-out', request, ...subject);
      const signed = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-copy_extensions', 'copy', '-days', String(days)];
      run('x509', '-req', '-in', request, ...signed, '-out', cert);
      return { cert: join(folder, cert), key: join(folder, key) };
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
