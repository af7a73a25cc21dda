import { describe, expect, it } from 'vitest';
import { Clock } from '../../../src/engines/embedded/clock.ts';

const now = () => performance.now();

function clockOf({ spins = true, activity = (): number => 0 } = {}): Clock {
  return new Clock({ now, activity, spins });
}

const rung = (clock: Clock, at: number) =>
  new Promise<number>((resolve) => {
    clock.alarm(at, () => resolve(now()));
  });

describe('a clock', () => {
  it.each([true, false])('never rings before the instant, spinning or not (%s)', async (spins) => {
    const clock = clockOf({ spins });
    for (const wait of [0, 0.3, 1, 2.5, 7]) {
      const at = now() + wait;
      expect(await rung(clock, at)).toBeGreaterThanOrEqual(at);
    }
  });

  it('rings several alarms in the order of their instants', async () => {
    const clock = clockOf();
    const order: number[] = [];
    const begin = now();
    const waits = [9, 3, 6, 3.5];
    await Promise.all(waits.map((wait) => rung(clock, begin + wait).then(() => order.push(wait))));
    expect(order).toEqual([3, 3.5, 6, 9]);
  });

  it('does not ring an alarm that was taken back, nor wait for it', async () => {
    const clock = clockOf();
    let rings = 0;
    const takeBack = clock.alarm(now() + 3, () => {
      rings += 1;
    });
    takeBack();
    await rung(clock, now() + 10);
    expect(rings).toBe(0);
  });

  it('may be set again from within', async () => {
    const clock = clockOf();
    let rings = 0;
    await new Promise<void>((resolve) => {
      const again = () => {
        rings += 1;
        if (rings === 50) resolve();
        else clock.alarm(now() + 0.2, again);
      };
      clock.alarm(now(), again);
    });
    expect(rings).toBe(50);
  });

  it('tells waiting in turns from turns in which something happened', async () => {
    const idle = clockOf();
    await rung(idle, now() + 1.9);
    expect(idle.spun).toBeGreaterThan(0);
    let activity = 0;
    const busy = clockOf({ activity: () => ++activity });
    await rung(busy, now() + 1.5);
    expect(busy.spun).toBe(0);
  });

  it('sleeps through the last bit while nothing is under way', async () => {
    const asleep = new Clock({ now, activity: () => 0, spins: true, isIdle: () => true });
    const awake = clockOf();
    for (let n = 0; n < 20; n += 1) {
      const at = now() + 1.9;
      const [one] = await Promise.all([rung(asleep, at), rung(awake, at)]);
      expect(one).toBeGreaterThanOrEqual(at);
    }
    expect(asleep.spun).toBeLessThan(20 * 1.9 * 0.5);
  });

  it('does not spin where that would take the processor from the target', async () => {
    const clock = clockOf({ spins: false });
    await rung(clock, now() + 5);
    expect(clock.spun).toBe(0);
  });
});
