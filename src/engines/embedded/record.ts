import { parseJson, select } from '../../http/expect.ts';
import type { Sample } from '../../model/sample.ts';
import type { Target } from '../../model/target.ts';
import { printable } from '../../model/text.ts';
import type { Classified } from './classify.ts';
import type { Scene } from './scene.ts';
import type { Raw } from './transport.ts';

/** Everything about a finished request that its sample and its line of the transcript tell. */
export interface Done {
  readonly endpoint: string;
  readonly method: string;
  readonly path: string;
  readonly identityClass: string;
  readonly subject: string;
  readonly vu: number;
  readonly iteration: number;
  readonly intended: number;
  readonly raw: Raw;
  readonly firstEvent?: number | undefined;
}

/** Counts a finished request. */
export function record(scene: Scene, done: Done, { outcome, cause }: Classified): void {
  const { raw, intended, firstEvent } = done;
  const { job, sink } = scene.session;
  const sample: Sample = {
    arm: job.arm,
    phase: scene.phase(intended),
    scenario: scene.name,
    endpoint: done.endpoint,
    identityClass: done.identityClass,
    version: versionOf(raw, job.target.identify),
    outcome,
    status: raw.status,
    intended,
    started: raw.started,
    ended: raw.ended,
    bytes: raw.bytes,
    ...(raw.connect === undefined ? {} : { connect: raw.connect }),
    ...(raw.firstByte === undefined ? {} : { firstByte: raw.firstByte }),
    ...(firstEvent === undefined ? {} : { firstEvent }),
    ...(cause === undefined ? {} : { cause }),
    tags: scene.scenario.spec.tags,
  };
  sink.record(sample);
  if (scene.scenario.spec.transcript) transcribe(scene, done, sample);
}

/** Counts an arrival that never was sent: nobody was free for it, or our own stop came first. */
export function recordUnsent(
  scene: Scene,
  outcome: 'dropped' | 'cut',
  { endpoint, identityClass, intended }: { endpoint: string; identityClass: string; intended: number },
): void {
  const { job, sink } = scene.session;
  const now = job.now();
  if (outcome === 'dropped') scene.dropped += 1;
  sink.record({
    arm: job.arm,
    phase: scene.phase(intended),
    scenario: scene.name,
    endpoint,
    identityClass,
    version: '',
    outcome,
    status: 0,
    intended,
    started: now,
    ended: now,
    bytes: 0,
    cause: outcome === 'dropped' ? 'no-free-vu' : 'cut',
    tags: scene.scenario.spec.tags,
  });
}

const LONGEST_VERSION = 80;

/** What an answer says of its version; empty when it says nothing. */
export function versionOf(raw: Raw, identify: Target['identify']): string {
  if (!identify || raw.status === 0) return '';
  if ('header' in identify) {
    const wanted = identify.header.toLowerCase();
    const line = raw.headers().find(([name]) => name.toLowerCase() === wanted);
    return printable(line?.[1] ?? '', LONGEST_VERSION);
  }
  const [value] = select(parseJson(raw.body), identify.json);
  return value === undefined || value === null ? '' : printable(String(value), LONGEST_VERSION);
}

function transcribe(scene: Scene, done: Done, sample: Sample): void {
  scene.session.job.transcript?.({
    at: new Date(scene.session.origin + sample.started).toISOString(),
    scenario: scene.name,
    vu: done.vu,
    iteration: done.iteration,
    subject: done.subject,
    endpoint: done.endpoint,
    method: done.method,
    path: done.path,
    status: sample.status,
    outcome: sample.outcome,
    latencyMs: sample.ended - sample.intended,
    ...(sample.cause === undefined ? {} : { cause: sample.cause }),
  });
}
