import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { createRun, type RunFolder } from '../../src/evidence/folder.ts';
import { Store } from '../../src/metrics/store.ts';
import type { TranscriptEntry } from '../../src/model/engine.ts';
import type { Exchange } from '../../src/model/exchange.ts';
import type { Sample } from '../../src/model/sample.ts';
import type { Window } from '../../src/model/window.ts';
import { sampleOf } from '../metrics/sample.ts';

/** Saturday, 31 January 2026, 10:15:02.345 UTC. */
export const STARTED = Date.UTC(2026, 0, 31, 10, 15, 2, 345);
export const SECRET = 'hunter2 "quoted"';

export const redact = (text: string): string => text.replaceAll(SECRET, '«secret»');

/** A folder that is gone after the test. */
export async function temporary(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'canary-gate-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

export async function newRun(runId = 'run-1'): Promise<RunFolder> {
  return createRun(await temporary(), runId, { redact, startedAt: STARTED });
}

export function windowsOf(...samples: readonly Partial<Sample>[]): Window[] {
  const store = new Store();
  for (const sample of samples) store.record(sampleOf(sample));
  return store.flush();
}

export function exchangeOf(facts: Partial<Exchange> = {}): Exchange {
  return {
    id: 'cors/null-origin#1',
    check: 'cors/null-origin',
    role: 'probe',
    arm: 'canary',
    at: 12,
    request: { method: 'GET', url: 'http://127.0.0.1/', headers: [['Origin', 'null']] },
    timing: { sent: 12, ended: 20 },
    ...facts,
  };
}

export function entryOf(facts: Partial<TranscriptEntry> = {}): TranscriptEntry {
  return {
    at: '2026-01-31T10:15:03.000Z',
    scenario: 'burst',
    vu: 1,
    iteration: 0,
    subject: 'canary-gate-load-1',
    endpoint: 'query',
    method: 'POST',
    path: '/api/v1/memory/query',
    status: 200,
    outcome: 'ok',
    latencyMs: 34.4,
    ...facts,
  };
}
