import type { Store } from '../../src/metrics/store.ts';
import { OUTCOMES } from '../../src/model/sample.ts';
import { sampleOf } from './sample.ts';

/** Something to be counted, by whatever store it is dealt to. */
export interface Drawn {
  into(store: Store): void;
}

type Random = () => number;

/**
 * Something recorded at a time in ms: mostly a sample of any kind, at times a custom value or a signal. Sums of custom
 * values are exact in every order, as these are quarters.
 */
export function draw(random: Random, at: number): Drawn {
  const kind = random();
  if (kind < 0.9) {
    const sample = drawSample(random, at);
    return { into: (store) => store.record(sample) };
  }
  if (kind < 0.99) {
    const name = pick(random, ['items', 'pages', 'hits']);
    const value = pick(random, [0.25, 1.5, 12, 4000, -2, Number.NaN]);
    const scenario = pick(random, ['browse', 'buy']);
    return {
      into: (store) => store.recordCustom({ arm: 'canary', phase: 'load', scenario, name, at, value }),
    };
  }
  const value = pick(random, [0.5, Number.NaN]);
  const second = Math.floor(at / 1000);
  return { into: (store) => store.recordSignal({ second, signal: 'db_pool', state: 'value', value }) };
}

function drawSample(random: Random, at: number) {
  const ended = at;
  const intended = at - random() ** 6 * 4000;
  const started = intended + random() * (ended - intended);
  const maybe = (time: number) => pick(random, [time, undefined, Number.NaN]);
  return sampleOf({
    arm: pick(random, ['canary', 'canary', 'baseline']),
    phase: pick(random, ['load', 'load', 'warmup', 'flood']),
    scenario: pick(random, ['browse', 'buy']),
    endpoint: pick(random, ['list', 'detail', 'search']),
    identityClass: pick(random, ['member', 'admin']),
    version: pick(random, ['2.0', '2.0', '1.9', '']),
    outcome: random() < 0.7 ? 'ok' : pick(random, OUTCOMES),
    intended,
    started,
    ended,
    connect: maybe(random() * 5),
    firstByte: maybe(ended),
    firstEvent: maybe(ended),
    bytes: Math.floor(random() * 1e6),
  });
}

function pick<Item>(random: Random, items: readonly Item[]): Item {
  return items[Math.floor(random() * items.length)] as Item;
}
