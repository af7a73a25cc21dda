import { describe, expect, test } from 'vitest';
import { openDesk } from './tools.ts';

const run = (script: string, ...args: string[]) => ({
  kind: 'command',
  command: [process.execPath, '-e', script, ...args],
});

describe('a token by command', () => {
  test('is the first line that it prints; {n} is the number, and no shell is asked', async () => {
    const script = 'console.log("token-" + process.argv[1] + process.argv[2]); console.log("noise")';
    const { identities, secrets } = await openDesk({ tool: { ...run(script, '{n}', '$HOME'), count: 2 } });
    const credential = identities.ready('tool', 'load', 1)!;
    expect(credential).toMatchObject({ token: 'token-2$HOME', subject: 'tool-2' });
    expect(secrets.get('token-2$HOME')).toBe('tool-2');
    expect(identities.size('tool', 'load')).toBe(2);
    await identities.close();
  });

  test('belongs to the use whose turn it is, and {n} counts within the pool', async () => {
    const pool = {
      ...run('console.log("token-" + process.argv[1])', '{n}'),
      count: 3,
      use: ['check', 'load'],
    };
    const { identities } = await openDesk({ tool: pool });
    expect([identities.size('tool', 'check'), identities.size('tool', 'load')]).toEqual([2, 1]);
    expect(identities.ready('tool', 'check', 1)!.token).toBe('token-3');
    expect(identities.ready('tool', 'load', 0)!.token).toBe('token-2');
    expect(identities.ready('tool', 'load', 1)).toBeUndefined();
    expect((await identities.credential('tool', 'load', 0, { fresh: true })).subject).toBe('tool-2');
    await expect(identities.credential('tool', 'load', 1)).rejects.toThrow(/has 1 identity for load/);
    await identities.close();
  });

  test('is asked for again before its lifetime is over', async () => {
    const script = 'console.log(process.hrtime.bigint())';
    const { identities, clock } = await openDesk({
      tool: { ...run(script), lifetime: '60s', refresh: '10s' },
    });
    const first = identities.ready('tool', 'load', 0)!;
    clock.now += 49_000;
    expect(await identities.credential('tool', 'load', 0)).toBe(first);
    clock.now += 2000;
    expect((await identities.credential('tool', 'load', 0)).token).not.toBe(first.token);
    await identities.close();
  });

  test('that is an expired JWT is refused', async () => {
    const token = `${part({ alg: 'none' })}.${part({ exp: 1000 })}.x`;
    await expect(openDesk({ tool: run(`console.log("${token}")`) })).rejects.toThrow(
      /expired at 1970-01-01T00:16:40/,
    );
  });
});

describe('what goes wrong is told', () => {
  test.each<[string, object, RegExp]>([
    [
      'not found',
      { kind: 'command', command: ['no-such-program-here'] },
      /"no-such-program-here" was not found/,
    ],
    [
      'a failure',
      run('console.error("no \u001b[31mluck"); process.exit(7)'),
      /exit code 7: "no \\u\{1b\}\[31mluck"/,
    ],
    ['silence', run(''), /printed nothing; a token on the first line is wanted/],
    ['too slow', { ...run('setTimeout(() => {}, 60_000)'), timeout: '200ms' }, /took longer than 200ms/],
    ['too much', run('process.stdout.write("x".repeat(1_000_000))'), /printed more than 65536 bytes/],
    ['an end by signal', run('process.kill(process.pid, "SIGTERM")'), /ended by SIGTERM/],
  ])('%s', async (_name, pool, message) => {
    const error: unknown = await openDesk({ tool: pool }).catch((thrown: unknown) => thrown);
    expect((error as Error).message).toMatch(message);
    expect((error as Error).name).toBe('IdentityError');
  });

  test('a secret among the arguments is not told', async () => {
    const error: unknown = await openDesk({ tool: run('process.exit(1)', '--', '--password=hunter2') }).catch(
      (thrown: unknown) => thrown,
    );
    expect((error as Error).message).not.toContain('hunter2');
  });
});

function part(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
