import type { ScenarioModule } from '../../../model/context.ts';

/** The functions of scenarios by their names in k6; the bundler puts those of the plan in the place of this file. */
export const modules: Readonly<Record<string, ScenarioModule | ScenarioModule['iteration']>> = {};
