import exec from 'k6/execution';
import { setup as prepare } from '../../engines/k6/shim/main.ts';
import { missing } from './environment.ts';

export { iterate, options, teardown } from '../../engines/k6/shim/main.ts';

/** Begins no load without its secrets: all of it would be refused, and measure nothing. */
export async function setup() {
  if (missing().length > 0) exec.test.abort(`nothing was sent: ${missing().join('; ')}`);
  return prepare();
}
