import { describe, expect, test } from 'vitest';
import { tellGithub } from '../../src/cli/github.ts';
import { failing } from '../reporters/variants.ts';

async function told(env: Record<string, string>) {
  const files: Record<string, string> = {};
  let stdout = '';
  await tellGithub(failing(), {
    env,
    stdout: { write: (text: string) => (stdout += text) },
    append: async (file, text) => {
      files[file] = (files[file] ?? '') + text;
    },
  });
  return { files, stdout };
}

describe('in a job of GitHub Actions', () => {
  test('annotations go to the log, the report to the summary, the decision to the outputs', async () => {
    const env = { GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: 'summary', GITHUB_OUTPUT: 'output' };
    const { files, stdout } = await told(env);
    expect(stdout).toMatch(/^::error title=canary-gate%3A ROLLBACK::/);
    expect(files['summary']).toMatch(/^# ❌ ROLLBACK/);
    expect(files['output']).toMatch(/^decision=ROLLBACK\nverdict=FAIL\nfolder=.+\n$/);
  });

  test('a job without files gets annotations alone', async () => {
    const { files, stdout } = await told({ GITHUB_ACTIONS: 'true' });
    expect(files).toEqual({});
    expect(stdout).not.toBe('');
  });
});

test('anywhere else nothing is written', async () => {
  expect(await told({ GITHUB_STEP_SUMMARY: 'summary' })).toEqual({ files: {}, stdout: '' });
});
