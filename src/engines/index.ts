import type { Engine } from '../model/engine.ts';
import { autocannon } from './autocannon/engine.ts';
import { embedded } from './embedded/engine.ts';
import { k6 } from './k6/engine.ts';

export const engines: readonly Engine[] = [embedded, autocannon, k6];
