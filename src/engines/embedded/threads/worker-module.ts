import { fileURLToPath } from 'node:url';
import type { ScenarioModule } from '../../../model/context.ts';
import { importFile } from '../../../plan/import.ts';
import type { ScenarioData } from './worker-job.ts';

/** The functions of a scenario, imported in this thread: those that `plan/scenarios.ts` found in the main thread. */
export async function moduleOf({
  moduleUrl = '',
  moduleExport = 'default',
}: ScenarioData): Promise<ScenarioModule> {
  const exports = await importFile(fileURLToPath(moduleUrl));
  const value = exports[moduleExport];
  return (typeof value === 'function' ? { iteration: value } : value) as ScenarioModule;
}
