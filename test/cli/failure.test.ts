import { expect, test } from 'vitest';
import { UsageError } from '../../src/cli/command.ts';
import { reportFailure } from '../../src/cli/failure.ts';
import type { Io } from '../../src/cli/io.ts';
import { IdentityError, PlanError, StartError } from '../../src/model/errors.ts';

function told(error: unknown, options: { json?: boolean; debug?: boolean } = {}) {
  const text = { stdout: '', stderr: '' };
  const io = {
    stdout: { write: (chunk: string) => (text.stdout += chunk) },
    stderr: { write: (chunk: string) => (text.stderr += chunk) },
  } as unknown as Io;
  const code = reportFailure(error, io, { json: false, debug: false, ...options });
  return { code, ...text };
}

test.each([
  [new UsageError('no such thing'), 2, 'no such thing'],
  [new PlanError('p.yaml', [{ path: 'gates[0]', message: 'is wrong', line: 7 }]), 2, 'gates[0]  p.yaml:7'],
  [new StartError('nothing listens there'), 4, 'nothing listens there'],
  [new IdentityError('users', 'no token'), 4, 'identity pool "users": no token'],
  [new Error('oops'), 5, 'canary-gate itself failed: oops'],
  ['text', 5, 'canary-gate itself failed: text'],
])('%s ends with %d', (error, code, text) => {
  expect(told(error)).toMatchObject({ code, stdout: '' });
  expect(told(error).stderr).toContain(text);
});

test('the stack is for --debug alone', () => {
  expect(told(new Error('oops')).stderr).not.toContain('failure.test.ts');
  expect(told(new Error('oops'), { debug: true }).stderr).toContain('failure.test.ts');
});

test('control characters of an error reach no terminal', () => {
  expect(told(new StartError('a\u001b[31mb')).stderr).not.toContain('\u001b');
});

test('as JSON on stdout', () => {
  expect(JSON.parse(told(new StartError('gone'), { json: true }).stdout)).toMatchObject({
    exitCode: 4,
    error: 'start',
  });
});
