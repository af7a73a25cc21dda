import type { Signal } from '../model/gate.ts';
import type { SignalWindow } from '../model/window.ts';

/** Reads one signal now; never rejects. */
export type SignalReader = (name: string, signal: Signal) => Promise<Omit<SignalWindow, 'second'>>;

export interface SignalPoll {
  readonly signals: Readonly<Record<string, Signal>>;
  readonly read: SignalReader;
  readonly now: () => number;
  readonly record: (window: SignalWindow) => void;
}

/** Reads every signal at once, then each at its own interval. `stop` reads all of them a last time, after all others. */
export function pollSignals(poll: SignalPoll): { stop: () => Promise<void> } {
  const underWay = new Set<Promise<void>>();
  const readOne = (name: string): Promise<void> => {
    const reading = readInto(poll, name).finally(() => underWay.delete(reading));
    underWay.add(reading);
    return reading;
  };
  const names = Object.keys(poll.signals);
  names.forEach(readOne);
  const timers = names.map((name) =>
    setInterval(() => void readOne(name), (poll.signals[name] as Signal).every),
  );
  return {
    stop: async () => {
      for (const timer of timers) clearInterval(timer);
      await Promise.all(underWay);
      await Promise.all(names.map(readOne));
    },
  };
}

async function readInto({ signals, read, now, record }: SignalPoll, name: string): Promise<void> {
  const reading = await read(name, signals[name] as Signal);
  record({ second: Math.floor(now() / 1000), ...reading });
}
