import type { Reporter } from '../src/model/reporter.ts';
import { evidence } from './evidence.ts';
import { json } from './json.ts';
import { junit } from './junit.ts';
import { markdown } from './markdown.ts';
import { sarif } from './sarif.ts';
import { terminal } from './terminal.ts';

/** Every report format: the only place where one is named. */
export const reporters: readonly Reporter[] = [terminal, json, junit, markdown, sarif, evidence];
