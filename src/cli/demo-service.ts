import { DEFECTS, type DefectId } from '../demo/defects.ts';
import { type DemoOptions, parseSplit } from '../demo/options.ts';
import { quote } from '../model/text.ts';
import { UsageError } from './command.ts';
import { pick } from './registries.ts';

export type Defect = (typeof DEFECTS)[number];

/** Options of the command line that shape the demo service. */
export interface DemoFlags {
  readonly defect?: string | undefined;
  readonly split?: string | undefined;
}

/** What the flags mean for the service. Throws `UsageError`. */
export function demoOptions(flags: DemoFlags): DemoOptions {
  const defect = defectOf(flags);
  const split = splitOf(flags);
  return { ...(defect ? { defects: [defect.id as DefectId] } : {}), ...(split ? { split } : {}) };
}

/** The defect that was asked for. Throws `UsageError` for one that does not exist. */
export function defectOf({ defect }: DemoFlags): Defect | undefined {
  return defect === undefined ? undefined : pick(DEFECTS, defect, 'defect');
}

function splitOf({ split }: DemoFlags): DemoOptions['split'] {
  if (split === undefined) return undefined;
  const parsed = parseSplit(split);
  if (!parsed)
    throw new UsageError(`--split: ${quote(split)} is no split; two shares such as 5/95 are wanted.`);
  return parsed;
}
