import { artillery } from './artillery.ts';
import { autocannon, autocannonUncorrected } from './autocannon.ts';
import { canaryGate } from './canary-gate.ts';
import { hey } from './hey.ts';
import { k6 } from './k6.ts';
import { oha } from './oha.ts';
import type { Peer } from './peer.ts';
import { vegeta } from './vegeta.ts';
import { wrk } from './wrk.ts';

/** In the order of the tables. */
export const TOOLS: readonly Peer[] = [
  canaryGate,
  wrk,
  hey,
  autocannon,
  autocannonUncorrected,
  vegeta,
  oha,
  k6,
  artillery,
];
