import { check } from 'k6';
import { Trend } from 'k6/metrics';
import type { Labels } from '../../engines/k6/shim/tell.ts';
import type { Scene } from '../../engines/k6/shim/world.ts';
import type { ToldIteration, ToldRequest } from '../../engines/k6/told.ts';

const duration = new Trend('endpoint_duration', true);
const values = new Trend('script_values');

/** More of the same says nothing new. */
const MOST_LINES = 10;
let lines = 0;

/** The outcome of a request, for people who read what k6 itself shows: a trend by endpoint and a check. */
export function tellRequest(scene: Scene, labels: Labels, { took }: Pick<ToldRequest, 'took'>): void {
  duration.add(took, { ...labels, status: String(labels.status), scenario: scene.key });
  check(labels.outcome, { [`${labels.endpoint} answers as expected`]: (outcome) => outcome === 'ok' });
}

export function tellIteration(
  scene: Scene,
  { threw, stopped, note }: Partial<Pick<ToldIteration, 'threw' | 'stopped' | 'note'>>,
): void {
  for (const text of [threw, stopped, note]) {
    if (text === undefined || lines >= MOST_LINES) continue;
    lines += 1;
    // biome-ignore lint/suspicious/noConsole: the log of k6 is its console.
    console.error(`${scene.key}: ${text}`);
  }
}

/** `ctx.metric` of a script. */
export function tellCustom(scene: Scene, name: string, value: number): void {
  values.add(value, { scenario: scene.key, name });
}

/** Nobody waits for the end of what is told. */
export function tellEnd(): void {}
