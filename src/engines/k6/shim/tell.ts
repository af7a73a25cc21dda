import exec from 'k6/execution';
import { Counter, Trend } from 'k6/metrics';
import { CUSTOM, END, ITERATION, REQUEST, type ToldIteration, type ToldRequest } from '../told.ts';
import { type Scene, vu } from './world.ts';

const request = new Trend(REQUEST, true);
const iteration = new Counter(ITERATION);
const custom = new Trend(CUSTOM);
const end = new Counter(END);

/** What a request is counted under. */
export interface Labels {
  readonly endpoint: string;
  readonly class: string;
  readonly version: string;
  readonly outcome: string;
  readonly status: number;
}

type Rest<T> = Omit<T, 'vu' | 'seq' | 'n' | 'began'>;

export function tellRequest(scene: Scene, labels: Labels, facts: Rest<ToldRequest>): void {
  const tags = { ...labels, status: String(labels.status), scenario: scene.key };
  tell(scene, facts, () => request.add(facts.took, tags));
}

export function tellIteration(scene: Scene, facts: Rest<ToldIteration>): void {
  // Prometheus is told nothing but tags.
  const tags: Record<string, string> = facts.threw === undefined ? {} : { threw: 'true' };
  tell(scene, facts, () => iteration.add(1, { ...tags, scenario: scene.key }));
}

export function tellCustom(scene: Scene, name: string, value: number): void {
  tell(scene, {}, () => custom.add(value, { scenario: scene.key, name }));
}

/** Once, by whoever comes last. */
export function tellEnd(): void {
  end.add(1);
}

let seq = 0;

/** What differs from one message to the next is no tag: k6 keeps every set of tags for good. */
function tell({ n, began }: Scene, facts: object, add: () => void): void {
  const { metadata } = exec.vu.metrics;
  metadata['told'] = JSON.stringify({ vu: vu(), seq, n, began, ...facts });
  seq += 1;
  add();
  delete metadata['told'];
}
