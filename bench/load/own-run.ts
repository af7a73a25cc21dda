import { inFolder, type Lab, perform } from './lab.ts';
import { callOf, canaryGate, PROGRAM } from './peers/canary-gate.ts';
import type { Reading } from './peers/peer.ts';
import { planOf, type Subject } from './plan.ts';
import type { Measured } from './usage.ts';

export interface OwnRun {
  /** Path on the server; `/` when left out. */
  readonly path?: string;
  readonly connection?: Subject['connection'];
  readonly scenario: object;
  readonly timeoutSeconds: number;
  readonly core: number | undefined;
  readonly watch?: (root: number) => void;
}

/** A run of canary-gate with a scenario of its own. */
export async function runOwn(lab: Lab, run: OwnRun): Promise<{ reading: Reading; measured: Measured }> {
  const { url, certificate } = lab.server;
  const subject = { url: new URL(run.path ?? '/', url).href, certificate };
  const plan = planOf(run.connection ? { ...subject, connection: run.connection } : subject, run.scenario);
  return inFolder(async (folder) => {
    const measured = await perform(callOf(PROGRAM, plan), folder, run);
    return { reading: canaryGate.read(measured.stdout), measured };
  });
}
