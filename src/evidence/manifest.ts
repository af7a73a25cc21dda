import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { writeAtomic } from './atomic.ts';
import { EvidenceError, FILES, ioReason } from './files.ts';

const Manifest = z.object({
  schema: z.literal('canary-gate/manifest@1'),
  run: z.string(),
  interrupted: z.boolean(),
  files: z.record(z.string(), z.object({ bytes: z.int(), sha256: z.string() })),
});
export type Manifest = z.output<typeof Manifest>;

/** A file that is not what the manifest says. */
export interface Mismatch {
  readonly file: string;
  readonly kind: 'missing' | 'changed' | 'unlisted';
}

/** Lists every file of a run folder with its size and SHA-256. It is written last: a folder without it did not end. */
export async function writeManifest(
  folder: string,
  { run, interrupted }: { readonly run: string; readonly interrupted: boolean },
): Promise<void> {
  const listed = (await filesOf(folder)).map(
    async (name) => [name, await fingerprint(join(folder, name))] as const,
  );
  const files = Object.fromEntries(await Promise.all(listed));
  const manifest: Manifest = { schema: 'canary-gate/manifest@1', run, interrupted, files };
  await writeAtomic(join(folder, FILES.manifest), `${JSON.stringify(manifest, null, 2)}\n`);
}

/** The manifest of a run folder. Rejects with an `EvidenceError` when there is none that can be read. */
export async function readManifest(folder: string): Promise<Manifest> {
  const path = join(folder, FILES.manifest);
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    throw new EvidenceError(
      missing
        ? `${path} does not exist: the run did not end, or this is no run folder`
        : `${path}: ${ioReason(error)}`,
    );
  }
  try {
    return Manifest.parse(JSON.parse(text));
  } catch (error) {
    throw new EvidenceError(`${path} is no manifest of canary-gate`, { cause: error });
  }
}

/** Compares a run folder with its manifest: what is missing, changed or was added since. Empty when nothing is. */
export async function verifyManifest(folder: string): Promise<Mismatch[]> {
  const { files } = await readManifest(folder);
  const present = new Set(await filesOf(folder));
  const found: Mismatch[] = [];
  for (const [file, listed] of Object.entries(files)) {
    if (!present.has(file)) found.push({ file, kind: 'missing' });
    else if ((await fingerprint(join(folder, file))).sha256 !== listed.sha256)
      found.push({ file, kind: 'changed' });
  }
  for (const file of present) if (!(file in files)) found.push({ file, kind: 'unlisted' });
  return found;
}

async function filesOf(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && entry.name !== FILES.manifest && !entry.name.endsWith('.tmp'))
    .map((entry) => entry.name)
    .sort();
}

async function fingerprint(path: string): Promise<Manifest['files'][string]> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return { bytes: (await stat(path)).size, sha256: hash.digest('hex') };
}
