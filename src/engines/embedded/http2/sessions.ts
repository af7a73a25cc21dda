import type { TransportOptions } from '../call.ts';
import { type Owner, Session } from './session.ts';

/** How many streams a target is advised to allow (RFC 9113, section 6.5.2). */
const ADVISED = 100;

/**
 * Sessions by source address: another is opened whenever all are full, so that no exchange ever waits for another and a
 * slow target is never mistaken for a short pool.
 */
export class Sessions implements Owner {
  readonly now: () => number;
  readonly origin: string;
  assumedStreams = ADVISED;
  readonly notes = new Map<string, number>();
  readonly #options: TransportOptions;
  readonly #maxAge: number;
  readonly #maxRequests: number;
  readonly #all = new Set<Session>();
  /** Those with room, as far as is known; looked at from the end. */
  readonly #listed = new Map<string, Session[]>();

  constructor(options: TransportOptions) {
    this.#options = options;
    this.now = options.now;
    this.origin = new URL(options.url).origin;
    this.#maxAge = options.maxAge ?? Number.POSITIVE_INFINITY;
    this.#maxRequests = options.maxRequests ?? Number.POSITIVE_INFINITY;
  }

  /** Sessions that are open, or being opened. */
  get size(): number {
    return this.#all.size;
  }

  /** One with room for one more. */
  take(localAddress: string): Session {
    const listed = this.#listed.get(localAddress) ?? [];
    for (let session = listed.at(-1); session; session = listed.at(-1)) {
      const isGood = session.isGood(this.#maxAge, this.#maxRequests);
      if (isGood && session.hasRoom) return session;
      listed.pop();
      session.isListed = false;
      if (!isGood) session.retire();
    }
    const session = new Session(this, localAddress);
    this.#all.add(session);
    this.vacant(session);
    return session;
  }

  close(): void {
    for (const session of [...this.#all]) session.close();
  }

  open(session: Session): void {
    const { dialer, connectTimeout } = this.#options;
    const { localAddress } = session;
    const dialling = dialer.open({ localAddress, timeout: connectTimeout }, (error, dialled) => {
      if (dialled) session.connected(dialled.socket);
      else session.refused(error?.code ?? 'network');
    });
    session.opening(() => dialling.abort());
  }

  vacant(session: Session): void {
    session.isListed = true;
    const listed = this.#listed.get(session.localAddress);
    if (listed) listed.push(session);
    else this.#listed.set(session.localAddress, [session]);
  }

  gone(session: Session): void {
    this.#all.delete(session);
  }

  note(text: string): void {
    this.notes.set(text, (this.notes.get(text) ?? 0) + 1);
  }
}
