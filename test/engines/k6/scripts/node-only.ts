import { readFile } from 'node:fs/promises';

/** Needs what k6 does not have. */
export default async function iteration(): Promise<void> {
  await readFile('none');
}
