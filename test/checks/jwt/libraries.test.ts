import { expect, test } from 'vitest';
import { checks } from '../../../checks/index.ts';
import { run } from '../run.ts';
import { LIBRARIES, startLibrary } from './libraries.ts';

const tokenChecks = checks.filter(({ survey }) => survey === 'jwt/tokens');

test.concurrent.each(Object.entries(LIBRARIES))('%s fails nothing', async (_, library) => {
  const { against, close } = await startLibrary(library);
  try {
    const { findings } = await run(tokenChecks, { ...against, profile: 'deep' });
    const wrong = findings.filter(({ outcome }) => outcome !== 'pass' && outcome !== 'not_applicable');
    expect(wrong.map(({ id, outcome, message }) => `${id} ${outcome}: ${message}`)).toEqual([]);
    expect(findings.filter(({ outcome }) => outcome === 'pass').length).toBeGreaterThanOrEqual(26);
  } finally {
    close();
  }
});
