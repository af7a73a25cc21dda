import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { environmentOf } from './find.ts';
import type { Pinning } from './machine.ts';
import { type Measurement, measurementOf } from './measurement.ts';
import type { Server } from './nginx.ts';
import type { Call, Task, Tool } from './peers/peer.ts';
import type { Remarks } from './remarks.ts';
import { temporaryFolder } from './temporary.ts';
import { type Measured, measure, type Options as Watching } from './usage.ts';

/** Where runs take place: the server, the cores, the way to say what is going on. */
export interface Lab {
  readonly server: Server;
  readonly pinning: Pinning;
  readonly tools: readonly Tool[];
  readonly connections: number;
  readonly seconds: number;
  readonly rounds: number;
  /** Progress, for people. */
  readonly say: (text: string) => void;
  readonly remarks: Remarks;
}

export type Work = Pick<Task, 'scripted' | 'rate'> & { readonly tls: boolean; readonly seconds: number };

/** Start-up, the end, and what a tool does with its results, on top of the load itself. */
const SPARE_SECONDS = 120;

/** Lets one tool do its work and measures it. Throws when its result cannot be had. */
export async function runTool(lab: Lab, tool: Tool, work: Work, round: number): Promise<Measurement> {
  return inFolder(async (folder) => {
    const { server, connections } = lab;
    const url = work.tls ? server.tlsUrl : server.url;
    const call = tool.peer.call(tool.command, {
      ...work,
      url,
      connections,
      certificate: server.certificate,
      folder,
    });
    const before = await server.status();
    const measured = await perform(call, folder, {
      core: lab.pinning.generator,
      timeoutSeconds: work.seconds + SPARE_SECONDS,
    });
    const after = await server.status();
    const reading = tool.peer.read(resultOf(call, folder, measured));
    // The second question was counted, too.
    const served = after.requests - before.requests - 1;
    return measurementOf({ peer: tool.peer.name, round, served }, reading, measured);
  });
}

/** Runs a call in a folder that holds its files. Throws when it exits as no measured run does. */
export async function perform(
  call: Call,
  folder: string,
  options: Pick<Watching, 'core' | 'timeoutSeconds' | 'watch'>,
): Promise<Measured> {
  for (const [name, text] of Object.entries(call.files ?? {})) writeFileSync(join(folder, name), text);
  const environment = environmentOf(call.environment);
  const measured = await measure(call.command, { ...options, folder, environment });
  if ((call.exitCodes ?? [0]).includes(measured.exitCode ?? -1)) return measured;
  const last = (measured.stderr || measured.stdout).trim().split('\n').slice(-5).join('\n');
  throw new Error(`${call.command.join(' ')} exited with ${measured.exitCode}: ${last}`);
}

/** A temporary folder for as long as the work takes. */
export async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = temporaryFolder();
  try {
    return await work(folder.path);
  } finally {
    folder.remove();
  }
}

function resultOf({ output }: Call, folder: string, { stdout }: Measured): string {
  return output === undefined ? stdout : readFileSync(join(folder, output), 'utf8');
}
