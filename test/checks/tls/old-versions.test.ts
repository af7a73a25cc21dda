import { expect, test } from 'vitest';
import { oldVersions } from '../../../checks/tls/old-versions.ts';
import { runOne } from '../run.ts';
import { frontedBy } from './front.ts';
import { OLD, proxied, tlsSuite, undeclared } from './suite.ts';

tlsSuite(oldVersions, {
  'passes on TLS 1.2 and 1.3': { outcome: 'pass' },
  'passes on TLS 1.2 alone': { outcome: 'pass', server: { maxVersion: 'TLSv1.2' } },
  'passes on TLS 1.3 alone': { outcome: 'pass', server: { minVersion: 'TLSv1.3' } },
  'passes where old versions are allowed, and nothing can be signed for them': {
    outcome: 'pass',
    server: { minVersion: 'TLSv1' },
  },
  'passes on an RSA key': { outcome: 'pass', certificate: { key: 'RSA of 2048 bits' } },
  'fails on TLS 1.0': { outcome: 'fail', message: /accepts TLS 1.0 and TLS 1.1/, server: OLD },
  'fails on TLS 1.0, with an RSA key': {
    outcome: 'fail',
    certificate: { key: 'RSA of 2048 bits' },
    server: OLD,
  },
  'fails on TLS 1.1 alone': {
    outcome: 'fail',
    message: /accepts TLS 1.1$/,
    server: { ...OLD, minVersion: 'TLSv1.1' },
  },
  'leaves it open when nothing newer is spoken': {
    outcome: 'inconclusive',
    server: { ...OLD, maxVersion: 'TLSv1.1' },
  },
  'leaves it open when TLS is not spoken': { outcome: 'inconclusive', instead: (socket) => socket.destroy() },
  'leaves it open through a proxy': { outcome: 'inconclusive', against: proxied },
  'does not apply without a policy': { outcome: 'not_applicable', against: undeclared },
});

test.each([
  ['passes where old versions are hung up on, each time', 2, 'pass', /refused/],
  ['leaves it open where old versions are met with silence', 0, 'inconclusive', /TIMEOUT/],
] as const)('%s', async (_, hangUps, outcome, message) => {
  const front = await frontedBy((isOld, socket) => {
    if (isOld && hangUps > 0) socket.destroy();
    return isOld;
  });
  try {
    const found = await runOne(oldVersions, front.against);
    expect(found).toMatchObject({ outcome, message: expect.stringMatching(message) });
  } finally {
    await front.close();
  }
});
