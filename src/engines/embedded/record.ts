import { parseJson } from '../../http/expect.ts';
import { select } from '../../http/json-path.ts';
import type { Sample } from '../../model/sample.ts';
import type { Target } from '../../model/target.ts';
import { printable } from '../../model/text.ts';
import type { Classified } from '../answers/classify.ts';
import type { Raw } from '../answers/raw.ts';
import type { Scene } from './scene.ts';

/** What a request is counted under, and from when on. */
export interface Named {
  readonly endpoint: string;
  readonly identityClass: string;
  readonly intended: number;
}

/** Everything about a finished request that its sample and its line of the transcript tell. */
export interface Done extends Named {
  readonly method: string;
  readonly path: string;
  readonly subject: string;
  readonly vu: number;
  readonly iteration: number;
  readonly raw: Raw;
  readonly firstEvent?: number | undefined;
}

type Lent = { -readonly [Field in keyof Sample]: Sample[Field] };

/** Sinks are lent a sample and keep nothing of it, so one is enough. */
const LENT: Lent = {
  arm: 'canary',
  phase: 'load',
  scenario: '',
  endpoint: '',
  identityClass: '',
  version: '',
  outcome: 'ok',
  status: 0,
  intended: 0,
  started: 0,
  connect: Number.NaN,
  firstByte: Number.NaN,
  firstEvent: Number.NaN,
  ended: 0,
  bytes: 0,
  cause: undefined,
  tags: undefined,
};

const ESCALATED =
  'each rejection asked to wait longer than the one before: it was ended, and the limit left alone';

/** Counts a finished request. */
export function record(scene: Scene, done: Done, { outcome, cause }: Classified): void {
  const { raw } = done;
  const { job, sink } = scene.session;
  const sample = begun(scene, done);
  sample.version = job.target.identify === undefined ? '' : versionOf(raw, job.target.identify);
  sample.outcome = outcome;
  sample.status = raw.status;
  sample.started = raw.started;
  sample.ended = raw.ended;
  sample.bytes = raw.bytes;
  sample.connect = raw.connect;
  sample.firstByte = raw.firstByte;
  sample.firstEvent = done.firstEvent ?? Number.NaN;
  sample.cause = cause;
  sink.record(sample);
  if (scene.use === 'flood' && scene.escalation.note(raw)) scene.stop(ESCALATED);
  if (scene.scenario.spec.transcript) transcribe(scene, done, sample);
}

/** Counts an arrival that never was sent: nobody was free for it, or our own stop came first. */
export function recordUnsent(scene: Scene, outcome: 'dropped' | 'cut', planned: Named): void {
  const { job, sink } = scene.session;
  const sample = begun(scene, planned);
  if (outcome === 'dropped') scene.dropped += 1;
  sample.version = '';
  sample.outcome = outcome;
  sample.status = 0;
  sample.started = job.now();
  sample.ended = sample.started;
  sample.bytes = 0;
  sample.connect = Number.NaN;
  sample.firstByte = Number.NaN;
  sample.firstEvent = Number.NaN;
  sample.cause = outcome === 'dropped' ? 'no-free-vu' : 'cut';
  sink.record(sample);
}

function begun(scene: Scene, { endpoint, identityClass, intended }: Named): Lent {
  LENT.arm = scene.session.job.arm;
  LENT.phase = scene.phase(intended);
  LENT.scenario = scene.name;
  LENT.endpoint = endpoint;
  LENT.identityClass = identityClass;
  LENT.intended = intended;
  LENT.tags = scene.scenario.spec.tags;
  return LENT;
}

const LONGEST_VERSION = 80;

/** What an answer says of its version; empty when it says nothing. */
function versionOf(raw: Raw, identify: Identify): string {
  if (raw.status === 0) return '';
  if ('header' in identify)
    return printable(raw.header(identify.header.toLowerCase()) ?? '', LONGEST_VERSION);
  const [value] = select(parseJson(raw.text() ?? ''), identify.json);
  return value === undefined || value === null ? '' : printable(String(value), LONGEST_VERSION);
}

type Identify = NonNullable<Target['identify']>;

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
