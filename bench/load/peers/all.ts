import { artillery } from './artillery.ts';
import { autocannon } from './autocannon.ts';
import { canaryGate } from './canary-gate.ts';
import { h2load } from './h2load.ts';
import { hey } from './hey.ts';
import { k6 } from './k6.ts';
import { oha } from './oha.ts';
import type { Peer } from './peer.ts';
import { vegeta } from './vegeta.ts';
import { wrk } from './wrk.ts';

/** Every generator that can be measured; canary-gate is the one that the others are compared with. */
export const PEERS: readonly Peer[] = [canaryGate, wrk, oha, h2load, autocannon, hey, vegeta, k6, artillery];
