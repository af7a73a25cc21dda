import { describe, expect, test } from 'vitest';
import { checks } from '../../../checks/index.ts';
import { PROFILES } from '../../../src/model/check.ts';
import { JWT_ALGORITHMS } from '../../../src/model/identity.ts';
import { run } from '../run.ts';
import { startService } from './service.ts';
import { declaring } from './suite.ts';

const tokenChecks = checks.filter(({ survey }) => survey === 'jwt/tokens');

/** Checks that no correct service of this kind can be asked. */
const INAPPLICABLE = ['jwt/issued-later', 'jwt/two-locations'];

describe('a service that verifies by jose fails nothing, however thoroughly it is asked', {
  concurrent: true,
}, () => {
  test.each(JWT_ALGORITHMS)('%s', async (algorithm) => {
    const service = await startService({ algorithm, type: 'at+jwt', oneTime: true });
    try {
      const declared = declaring({ algorithms: [algorithm], type: 'at+jwt', locations: ['header'] })!(
        service,
      );
      const { findings } = await run(tokenChecks, { ...declared, profile: 'deep' });
      const wrong = findings.filter(({ outcome }) => outcome !== 'pass' && outcome !== 'not_applicable');
      expect(wrong.map(({ id, message }) => `${id}: ${message}`)).toEqual([]);
      const skipped = findings.filter(({ outcome }) => outcome === 'not_applicable').map(({ id }) => id);
      expect(skipped.sort()).toEqual([...INAPPLICABLE, ...unfit(algorithm)].sort());
    } finally {
      await service.close();
    }
  });
});

function unfit(algorithm: string): string[] {
  const family = algorithm.slice(0, 2);
  return [
    ...(family === 'HS' ? ['jwt/algorithm-confusion'] : []),
    ...(family === 'ES' ? [] : ['jwt/psychic-signature']),
    ...(['ES', 'Ed'].includes(family) ? ['jwt/algorithm-allow-list'] : []),
  ];
}

test.each(PROFILES)('%s sends no more than it says', async (profile) => {
  const service = await startService();
  try {
    const asked = tokenChecks.filter((check) => profile !== 'quick' || check.profile === 'quick');
    const before = service.requests();
    const { findings, exchanges } = await run(asked, { ...service, profile });
    expect(findings.filter(({ outcome }) => outcome === 'fail')).toEqual([]);
    const sent = service.requests() - before;
    expect(sent).toBe(exchanges.length);
    expect(sent).toBeLessThanOrEqual({ quick: 12, standard: 170, deep: 200 }[profile]);
  } finally {
    await service.close();
  }
});

test('a check that is selected alone sends its own tokens alone', async () => {
  const service = await startService();
  try {
    const expired = tokenChecks.filter(({ id }) => id === 'jwt/expired');
    const { findings, exchanges } = await run(expired, { ...service, profile: 'deep' });
    expect(findings.map(({ outcome }) => outcome)).toEqual(['pass']);
    const sections = new Set(exchanges.map(({ facts }) => facts?.['section']));
    expect([...sections].filter(Boolean)).toEqual(['jwt/expired']);
  } finally {
    await service.close();
  }
});

test('a limiter that asks to wait for long is not waited for', async () => {
  let refused = 0;
  const busy = (token: string) => {
    if (token !== 'canary-gate.garbage') return undefined;
    refused += 1;
    throw Object.assign(new Error('busy'), { statusCode: 429, retryAfter: '900' });
  };
  const service = await startService({ accepts: busy });
  try {
    const began = performance.now();
    const { findings } = await run(tokenChecks, { ...service, profile: 'deep' });
    expect(performance.now() - began).toBeLessThan(8000);
    expect(refused).toBe(1);
    expect(findings.filter(({ outcome }) => outcome === 'fail')).toEqual([]);
  } finally {
    await service.close();
  }
});
