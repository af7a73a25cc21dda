import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Problem } from '../model/errors.ts';
import type { Target } from '../model/target.ts';
import { quote } from '../model/text.ts';
import type { Plan } from './schema.ts';

const TLS_FILES = ['ca', 'cert', 'key'] as const;

/** The plan with the files of its targets as absolute paths, and those that do not exist. */
export function resolveFiles(plan: Plan, directory: string): { plan: Plan; problems: Problem[] } {
  const problems: Problem[] = [];
  const resolved = (arm: string, target: Target): Target => {
    const tls = { ...target.tls, insecure: target.tls?.insecure ?? false };
    for (const key of TLS_FILES) {
      const file = tls[key];
      if (file === undefined) continue;
      tls[key] = resolve(directory, file);
      if (!existsSync(tls[key]))
        problems.push({ path: `targets.${arm}.tls.${key}`, message: `there is no file ${quote(file)}` });
    }
    return target.tls ? { ...target, tls } : target;
  };
  const { canary, baseline } = plan.targets;
  const targets = {
    canary: resolved('canary', canary),
    ...(baseline ? { baseline: resolved('baseline', baseline) } : {}),
  };
  return { plan: { ...plan, targets }, problems };
}
