import { readFileSync, statSync } from 'node:fs';
import { chmod, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { StartError, WorkerError } from '../../../src/model/errors.ts';
import type { ScenarioInput } from '../../../src/model/scenario.ts';
import { scratch } from '../../run/harness.ts';
import { serve } from '../embedded/harness.ts';
import { describeWithEveryK6 } from './every.ts';
import { begin, children, load } from './harness.ts';

const once: ScenarioInput = { executor: 'shared-iterations', vus: 1, iterations: 1, requests: ['home'] };

/** Puts a program named k6 first on PATH, for this test. */
async function pretend(script: string): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'k6-test-'));
  const file = join(folder, 'k6');
  await writeFile(
    file,
    `#!/bin/sh\nif [ "$1" = version ]; then echo "k6 v2.2.0 (test)"; exit 0; fi\n${script}\n`,
  );
  await chmod(file, 0o755);
  vi.stubEnv('PATH', `${folder}:${process.env['PATH']}`);
  onTestFinished(async () => {
    vi.unstubAllEnvs();
    await rm(folder, { recursive: true });
  });
}

const told = (metric: string, more: object) =>
  JSON.stringify({
    type: 'Point',
    metric,
    data: {
      time: '2026-01-01T00:00:00.5Z',
      value: 5,
      tags: {
        scenario: 'main',
        endpoint: 'home',
        outcome: 'ok',
        status: '200',
        class: 'anonymous',
        version: '',
      },
      ...more,
    },
  });
const request = (seq: number) =>
  told('canary_gate_request', {
    metadata: {
      told: JSON.stringify({
        vu: 1,
        seq,
        n: seq,
        began: Date.now(),
        place: 0,
        since: 0,
        took: 5,
        bytes: 2,
        whole: true,
      }),
    },
  });
const END = told('canary_gate_end', {});
const print = (...lines: string[]) => lines.map((line) => `echo '${line}'`).join('\n');

interface Row {
  readonly name: string;
  readonly script: string;
  readonly error: typeof StartError | typeof WorkerError;
  readonly says: RegExp;
  readonly kept?: number;
}

const rows: readonly Row[] = [
  {
    name: 'a stream without its end',
    script: print(request(0)),
    error: WorkerError,
    says: /ends too early/,
    kept: 1,
  },
  {
    name: 'a line that is cut off',
    script: `${print(request(0), END)}\nprintf '%s' '${request(1).slice(0, 80)}'`,
    error: WorkerError,
    says: /ends too early/,
    kept: 1,
  },
  {
    name: 'a message that is missing',
    script: print(request(0), request(2), END),
    error: WorkerError,
    says: /1 messages are missing/,
    kept: 2,
  },
  {
    name: 'a line that cannot be read',
    script: print(request(0), request(1).slice(0, 90), END),
    error: WorkerError,
    says: /1 lines cannot be read/,
  },
  { name: 'nothing at all', script: 'true', error: WorkerError, says: /ends too early/, kept: 0 },
  {
    name: 'options that are not valid',
    script: `echo 'time="" level=error msg="no such option"' >&2; exit 104`,
    error: StartError,
    says: /104.*no such option/,
  },
  { name: 'a script that throws', script: 'exit 107', error: WorkerError, says: /107: its script threw/ },
  { name: 'thresholds', script: `${print(END)}\nexit 99`, error: WorkerError, says: /99: a threshold/ },
  { name: 'a panic', script: 'exit 109', error: WorkerError, says: /panic/ },
  { name: 'an unknown code', script: 'exit 42', error: WorkerError, says: /42: unknown/ },
  { name: 'a signal', script: 'kill -9 $$', error: WorkerError, says: /SIGKILL/ },
];

describe('a k6 that breaks down', () => {
  it.each(rows)(
    '$name is an error with its name, and what was told is kept',
    async ({ script, error, says, kept }) => {
      await pretend(script);
      const { run, samples } = begin({ url: 'http://127.0.0.1:1', scenarios: { main: once } });
      const failure = await run.catch((reason: unknown) => reason);
      expect(failure).toBeInstanceOf(error);
      expect((failure as Error).message).toMatch(says);
      if (kept !== undefined) expect(samples).toHaveLength(kept);
    },
  );

  it.each([
    ['that cannot be read', print(request(0).slice(0, 90), END), 'broken_result', /1 lines cannot be read/],
    ['of which one is missing', print(request(1), END), 'broken_result', /1 messages are missing/],
    ['without an end', print(request(0)), 'missing_instance', /ends too early/],
  ])('one of two that tells messages %s is named, and the other counts', async (_, script, code, says) => {
    await pretend(`case "$*" in *segment=0:*) ${print(request(0), END)};; *) ${script};; esac`);
    const { gaps, samples } = await load(
      { url: 'http://127.0.0.1:1', scenarios: { main: once } },
      { job: { instances: 2 } },
    );
    expect(gaps).toEqual([{ code, text: expect.stringMatching(/^instance 2 of 2: /) }]);
    expect(gaps?.[0]?.text).toMatch(says);
    expect(samples.length).toBeGreaterThanOrEqual(1);
  });

  it('says so when it told of no iteration', async () => {
    await pretend(print(END));
    const { scenarios, generator } = await load({ url: 'http://127.0.0.1:1', scenarios: { main: once } });
    expect(scenarios).toMatchObject([{ name: 'main', iterations: 0 }]);
    expect(generator.notes).toContain('main: k6 finished no iteration');
  });

  it.each([
    ['', /not on PATH.*go install/],
    ['echo "k6 v0.57.0 (go1.23)"', /0\.57\.0.*v1 or v2/],
    ['echo "k6 v3.0.0"', /3\.0\.0/],
    ['echo "something else"', /which version/],
    ['exit 1', /cannot be run/],
  ])('a k6 that says %j is refused', async (script, says) => {
    const folder = await mkdtemp(join(tmpdir(), 'k6-test-'));
    vi.stubEnv('PATH', folder);
    onTestFinished(async () => {
      vi.unstubAllEnvs();
      await rm(folder, { recursive: true });
    });
    if (script !== '') {
      await writeFile(join(folder, 'k6'), `#!/bin/sh\n${script}\n`);
      await chmod(join(folder, 'k6'), 0o755);
    }
    const failure = await load({ url: 'http://127.0.0.1:1', scenarios: { main: once } }).catch(
      (e: unknown) => e,
    );
    expect(failure).toBeInstanceOf(StartError);
    expect((failure as Error).message).toMatch(says);
  });
});

const endless: ScenarioInput = {
  executor: 'constant-arrival-rate',
  rate: 50,
  duration: '60s',
  preAllocatedVUs: 5,
  requests: ['home'],
};

describeWithEveryK6(import.meta.filename, 'a real k6 that is killed', () => {
  it('is an error with its name', async () => {
    const { url, count } = await serve((_, response) => void response.end('ok'));
    const { run, samples } = begin({ url, scenarios: { main: endless } });
    const failed = run.catch((error: unknown) => error);
    while (samples.length < 30) await delay(20);
    process.kill(children()[0]!, 'SIGKILL');
    const failure = await failed;
    expect(failure).toBeInstanceOf(WorkerError);
    expect((failure as Error).message).toMatch(/SIGKILL/);
    const seen = count();
    await delay(200);
    expect(count()).toBe(seen);
  });

  it.each([
    [1, 'is missing by name, and the others go on'],
    [3, 'leaves nothing'],
  ])('%i of 3 instances %s', async (killed) => {
    const { url } = await serve((_, response) => void response.end('ok'));
    const short = { ...endless, duration: '3s' } as ScenarioInput;
    const { run, samples } = begin({ url, scenarios: { main: short } }, { job: { instances: 3 } });
    const ended = run.catch((error: unknown) => error as Error);
    while (samples.length < 30) await delay(20);
    for (const pid of children().slice(0, killed)) process.kill(pid, 'SIGKILL');
    const outcome = await ended;
    if (killed === 3) {
      expect(outcome).toBeInstanceOf(WorkerError);
      return;
    }
    const text = expect.stringMatching(/^instance \d of 3: k6 broke down: it was ended by SIGKILL/);
    expect(outcome).toMatchObject({ gaps: [{ code: 'missing_instance', text }], interrupted: false });
    expect(samples.length).toBeGreaterThanOrEqual(98);
    expect(samples.length).toBeLessThan(150);
  });

  it('keeps secrets out of its script and its command line, and leaves nothing behind', async () => {
    const { url } = await serve((_, response) => void response.end('ok'));
    const folder = scratch();
    vi.stubEnv('TMPDIR', folder);
    onTestFinished(() => void vi.unstubAllEnvs());
    const controller = new AbortController();
    const { run, samples } = begin({
      url,
      target: { headers: { 'x-secret': 'hush-header' } },
      pools: { users: { kind: 'static', tokens: ['hush-token'] } },
      identities: {
        size: () => 1,
        credential: async () => ({
          pool: 'users',
          class: 'a',
          subject: 'b',
          token: 'hush-token',
          headers: [],
        }),
      },
      endpoints: { home: { path: '/', identity: 'users' } },
      abort: controller.signal,
      scenarios: { main: endless },
    });
    while (samples.length < 3) await delay(20);
    const [pid] = children();
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
    const script = command.split('\u0000').findLast((word) => word !== '')!;
    const text = readFileSync(script, 'utf8');
    const mode = statSync(script).mode & 0o777;
    controller.abort();
    await run;
    expect(mode).toBe(0o600);
    expect(text.length).toBeGreaterThan(1000);
    expect(command + text).not.toMatch(/hush/);
    expect(script.startsWith(folder)).toBe(true);
    expect(await readdir(folder)).toEqual([]);
  });
});
