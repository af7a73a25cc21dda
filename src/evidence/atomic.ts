import { open, rename, rm } from 'node:fs/promises';

/** Writes a file whole or not at all: whoever looks sees the old one or the new one, never a part. */
export async function writeAtomic(path: string, text: string | Iterable<string>): Promise<void> {
  const draft = `${path}.tmp`;
  const file = await open(draft, 'w');
  try {
    await file.writeFile(typeof text === 'string' ? text : [...text].join(''));
    await file.sync();
    await file.close();
    await rename(draft, path);
  } catch (error) {
    await file.close().catch(() => {});
    await rm(draft, { force: true }).catch(() => {});
    throw error;
  }
}
