import type { OnReadOpts, Socket } from 'node:net';
import type { ProxySettings } from '../model/target.ts';
import { connectHop, failure, secureThrough } from './dial-hop.ts';
import type { Route } from './dial-route.ts';
import { openTunnel } from './dial-tunnel.ts';

export interface DialOptions {
  readonly localAddress?: string | undefined;
  /** One lent buffer that is read into, as for `net.connect`; not used through a tunnel. */
  readonly onread?: OnReadOpts | undefined;
  /** For name lookup, proxy, TCP and TLS together, in ms. */
  readonly timeout: number;
}

/** Called once, and never before the attempt was made. */
type Done = (error: NodeJS.ErrnoException | undefined, socket?: Socket) => void;

/** The longest that a timer can wait. */
const LONGEST = 2 ** 31 - 1;

/** One connection on its way: to the first hop, through its tunnel, and into TLS. */
export class Attempt {
  readonly #route: Route;
  readonly #localAddress: string | undefined;
  readonly #done: Done;
  readonly #timer: NodeJS.Timeout;
  /** What must be closed when it fails, the outermost last. */
  readonly #sockets: Socket[] = [];
  #isOver = false;

  constructor(route: Route, { timeout, localAddress, onread }: DialOptions, done: Done) {
    this.#route = route;
    this.#localAddress = localAddress;
    this.#done = done;
    const expire = () => this.#fail(failure('connect-timeout', late(route, timeout)));
    this.#timer = setTimeout(expire, Math.min(timeout, LONGEST));
    const options = { localAddress, onread: route.tunnel ? undefined : onread };
    const socket = connectHop(route.first, options, (error) => this.#reached(socket, error));
    this.#sockets.push(socket);
  }

  /** Gives up; `done` is not called any more. */
  abort(): void {
    if (this.#end()) this.#discard();
  }

  #reached(socket: Socket, error: Error | undefined): void {
    const { proxy, tunnel } = this.#route;
    if (error) this.#fail(proxy ? unreachable(proxy, error) : error);
    else if (proxy && tunnel)
      openTunnel(socket, proxy, tunnel.authority, (refused) => this.#tunnelled(socket, refused));
    else this.#succeed(socket);
  }

  #tunnelled(socket: Socket, error: Error | undefined): void {
    const tls = this.#route.tunnel?.tls;
    if (this.#isOver) return;
    if (error) this.#fail(error);
    else if (tls) {
      const secure = secureThrough(socket, tls, this.#localAddress, (refused) => {
        if (refused) this.#fail(refused);
        else this.#succeed(secure);
      });
      this.#sockets.push(secure);
    } else this.#succeed(socket);
  }

  #succeed(socket: Socket): void {
    if (this.#end()) this.#done(undefined, socket);
  }

  #fail(error: NodeJS.ErrnoException): void {
    if (!this.#end()) return;
    this.#discard();
    this.#done(error);
  }

  #end(): boolean {
    if (this.#isOver) return false;
    this.#isOver = true;
    clearTimeout(this.#timer);
    return true;
  }

  #discard(): void {
    for (const socket of this.#sockets.reverse()) socket.on('error', () => {}).destroy();
  }
}

function late({ proxy }: Route, timeout: number): string {
  return `no connection${proxy ? ` through the proxy ${proxy.url}` : ''} within ${timeout} ms`;
}

function unreachable({ url }: ProxySettings, cause: Error): Error {
  const { code = '', message } = cause as NodeJS.ErrnoException;
  return failure('proxy-unreachable', `the proxy ${url} could not be reached: ${message || code}`, cause);
}
