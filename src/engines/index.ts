import type { Engine } from '../model/engine.ts';
import { autocannon } from './autocannon/engine.ts';
import { embedded } from './embedded/engine.ts';

export const engines: readonly Engine[] = [embedded, autocannon];
