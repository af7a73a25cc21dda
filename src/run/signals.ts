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

/** Reads every signal at once, then each at its own interval. `stop` reads all of them a last time. */
export function pollSignals(poll: SignalPoll): { stop: () => Promise<void> } {
  const readAll = () => Promise.all(Object.keys(poll.signals).map((name) => readOne(poll, name)));
  const first = readAll();
  const timers = Object.entries(poll.signals).map(([name, signal]) =>
    setInterval(() => void readOne(poll, name), signal.every),
  );
  return {
    stop: async () => {
      for (const timer of timers) clearInterval(timer);
      await first;
      await readAll();
    },
  };
}

async function readOne({ signals, read, now, record }: SignalPoll, name: string): Promise<void> {
  const reading = await read(name, signals[name] as Signal);
  record({ second: Math.floor(now() / 1000), ...reading });
}
