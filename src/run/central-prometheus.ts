import type { Account } from '../engines/k6/prometheus/account.ts';
import { accountOf, demandHistograms } from '../engines/k6/prometheus/read.ts';
import { resultsOf } from '../engines/k6/prometheus/results.ts';
import { prometheusAt } from '../http/prometheus-api.ts';
import { StartError } from '../model/errors.ts';
import { quote } from '../model/text.ts';
import type { LoadedPlan } from '../plan/load.ts';
import type { CentralLoad } from './central.ts';

export interface PrometheusOptions {
  readonly prometheus: URL;
  /** Of every question to it, credentials among them. */
  readonly headers: Readonly<Record<string, string>>;
  readonly testid: string;
  readonly loaded: LoadedPlan;
  /** How many instances of k6 there were; as many as told something when left out. */
  readonly instances: number | undefined;
  /** Longest time that is waited for them, in ms. */
  readonly wait: number;
  readonly abort: AbortSignal;
  /** Ms, monotonic. */
  readonly now: () => number;
  /** Ms since 1970. */
  readonly wallClock: () => number;
  readonly sleep: (milliseconds: number) => Promise<unknown>;
}

const EVERY = 2000;
/** Whoever does not say that it has ended has ended when it told nothing for so long, in ms. */
const QUIET = 20_000;

/** Reads what instances of k6 pushed. Rejects with a `StartError` where that is nothing, or cannot be had. */
export async function fromPrometheus(options: PrometheusOptions): Promise<CentralLoad> {
  const { loaded, instances } = options;
  const { plan, scenarios } = loaded;
  const account = await waited(options);
  demandHistograms(account, options.testid);
  const results = resultsOf(account, {
    scenarios,
    instances,
    endpoints: plan.endpoints,
    pools: plan.identities,
    seed: plan.run.seed,
  });
  const count = account.instances.size;
  return {
    title: `k6 (${count} ${count === 1 ? 'instance' : 'instances'}, from Prometheus)`,
    origin: results.origin,
    spread: results.spread,
    async read(measurement) {
      const { windows, ...outcome } = results;
      measurement.sink.merge(windows);
      return { ...outcome, timings: ['latency', 'service'] };
    },
  };
}

/** What there is when all instances have ended, or when the time is up. */
async function waited(options: PrometheusOptions): Promise<Account> {
  const { prometheus, headers, testid, wait, abort, now, wallClock, sleep } = options;
  const ask = prometheusAt(prometheus, headers, abort);
  const deadline = now() + wait;
  for (;;) {
    const account = await accountOf(ask, testid, wallClock());
    if (account && hasEnded(account, options)) return account;
    if (now() >= deadline) return account ?? nothing(testid);
    await sleep(Math.min(EVERY, Math.max(1, deadline - now())));
    if (abort.aborted) throw new StartError('the wait for the instances of k6 was interrupted');
  }
}

function nothing(testid: string): never {
  throw new StartError(`Prometheus holds nothing of the last 7 days with the testid ${quote(testid)}`);
}

function hasEnded(account: Account, { instances = 1, wallClock }: PrometheusOptions): boolean {
  const told = [...account.instances.values()];
  if (told.length < instances) return false;
  return account.isOurs
    ? told.every(({ ends }) => ends.size > 0)
    : told.every(({ last }) => wallClock() - last >= QUIET);
}
