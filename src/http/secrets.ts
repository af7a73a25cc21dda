/** Shortest secret that is looked for: anything shorter would be found by accident in ordinary text. */
export const SHORTEST = 6;
const MASK = 0x3fffffff;

interface Found {
  readonly start: number;
  readonly end: number;
  readonly placeholder: string;
}

/**
 * Finds many secrets in one pass over a text, however many there are. A rolling hash of the last six characters leads
 * to the few secrets that end there: ends differ where beginnings do not, as every JWT begins alike.
 */
export class SecretIndex {
  readonly #placeholders = new Map<string, string>();
  readonly #byEnd = new Map<number, string[]>();

  get(secret: string): string | undefined {
    return this.#placeholders.get(secret);
  }

  add(secret: string, placeholder: string): void {
    if (secret.length < SHORTEST || this.#placeholders.has(secret)) return;
    this.#placeholders.set(secret, placeholder);
    const end = hashOf(secret.slice(-SHORTEST));
    const same = this.#byEnd.get(end);
    if (same === undefined) this.#byEnd.set(end, [secret]);
    else same.push(secret);
  }

  /** The text with every secret replaced by its placeholder; of overlapping ones the first and longest. */
  replace(text: string): string {
    const found = this.#find(text);
    if (found.length === 0) return text;
    const parts: string[] = [];
    let done = 0;
    for (const { start, end, placeholder } of found) {
      if (end <= done) continue;
      // What overlaps the previous secret loses its rest too: half a secret is still one.
      parts.push(text.slice(done, Math.max(done, start)), placeholder);
      done = end;
    }
    return parts.join('') + text.slice(done);
  }

  #find(text: string): Found[] {
    const found: Found[] = [];
    if (this.#placeholders.size === 0) return found;
    let hash = 0;
    for (let index = 0; index < text.length; index++) {
      hash = step(hash, text.charCodeAt(index));
      if (index < SHORTEST - 1) continue;
      for (const secret of this.#byEnd.get(hash) ?? []) {
        if (!text.endsWith(secret, index + 1)) continue;
        const placeholder = this.#placeholders.get(secret) as string;
        found.push({ start: index + 1 - secret.length, end: index + 1, placeholder });
      }
    }
    return found.sort((a, b) => a.start - b.start || b.end - a.end);
  }
}

/** Five bits a character: after six characters the oldest has been shifted out, so nothing needs subtracting. */
function step(hash: number, code: number): number {
  return ((hash << 5) ^ (code & 0x1f) ^ ((code >> 5) & 0x1f)) & MASK;
}

function hashOf(text: string): number {
  let hash = 0;
  for (let index = 0; index < text.length; index++) hash = step(hash, text.charCodeAt(index));
  return hash;
}
