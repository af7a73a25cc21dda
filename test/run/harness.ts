import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { checks } from '../../checks/index.ts';
import { reporters } from '../../reporters/index.ts';
import { engines } from '../../src/engines/index.ts';
import type { Engine } from '../../src/model/engine.ts';
import type { Progress } from '../../src/model/progress.ts';
import type { Report } from '../../src/model/report.ts';
import type { ScenarioInput } from '../../src/model/scenario.ts';
import { type LoadedPlan, loadPlanData } from '../../src/plan/load.ts';
import type { PlanInput } from '../../src/plan/schema.ts';
import { runPlan } from '../../src/run/run.ts';

export interface Serving {
  readonly url: string;
  readonly port: number;
  readonly seen: IncomingMessage[];
  readonly server: Server;
}

/** A server on loopback, for one test. */
export async function serve(listener: RequestListener): Promise<Serving> {
  const seen: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    seen.push(request);
    listener(request, response);
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, port, seen, server };
}

/** A folder for one test. */
export function scratch(): string {
  const folder = mkdtempSync(join(tmpdir(), 'canary-gate-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export const known = { checks, reporters: reporters.map(({ id }) => id) };

export function load(plan: Partial<PlanInput> & Pick<PlanInput, 'targets'>): Promise<LoadedPlan> {
  return loadPlanData({ name: 'test', ...plan }, join(scratch(), 'canary.plan.json'), {
    env: {},
    cwd: tmpdir(),
    known,
  });
}

export interface Running {
  /** The embedded one when left out. */
  readonly engine?: Engine;
  readonly instances?: number;
  readonly mode?: 'run' | 'check';
  readonly abort?: AbortSignal;
  readonly progress?: Progress;
}

/** Runs a plan as the command line does, in this process. */
export function runLoaded(
  loaded: LoadedPlan,
  { engine = engines[0]!, instances, mode = 'run', abort, progress = () => {} }: Running = {},
): Promise<{ report: Report; folder: string }> {
  return runPlan({
    loaded,
    engine,
    instances,
    engines,
    checks,
    reporters,
    out: scratch(),
    mode,
    progress,
    abort: abort ?? new AbortController().signal,
    wallClock: Date.now,
    monotonic: () => performance.now(),
    uuid: randomUUID,
    version: '0.0.0-test',
  });
}

export async function run(
  plan: Partial<PlanInput> & Pick<PlanInput, 'targets'>,
  running?: Running,
): Promise<{ report: Report; folder: string }> {
  return runLoaded(await load(plan), running);
}

/** Some requests for an endpoint named `page`, quickly. */
export function burst(iterations: number, vus = 4, more: Partial<ScenarioInput> = {}): ScenarioInput {
  const bounds = { vus, iterations, maxDuration: '20s', gracefulStop: '1s' };
  return { executor: 'shared-iterations', ...bounds, requests: ['page'], ...more } as ScenarioInput;
}

export const page: NonNullable<PlanInput['endpoints']> & { page: object } = { page: { path: '/' } };
