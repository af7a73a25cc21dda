import type { FastifyReply } from 'fastify';

interface Kept {
  readonly at: number;
  readonly body: unknown;
}

/** A cache that all callers of a key share, and that keeps what is not to be stored: a defect. */
export class SharedCache {
  readonly #kept = new Map<string, Kept>();

  /** Answers with what was kept, or with what is new from now on. */
  answer(reply: FastifyReply, key: string, make: () => unknown): FastifyReply {
    const now = Date.now();
    const known = this.#kept.get(key);
    if (known === undefined) this.#kept.set(key, { at: now, body: make() });
    const { at, body } = this.#kept.get(key)!;
    return reply
      .header('age', String(Math.floor((now - at) / 1000)))
      .header('x-cache', known === undefined ? 'MISS' : 'HIT')
      .send(body);
  }
}
