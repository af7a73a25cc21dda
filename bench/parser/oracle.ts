import { Agent, type ClientRequest, type IncomingMessage, type RequestOptions, request } from 'node:http';
import { Duplex } from 'node:stream';
import type { Case } from './case.ts';
import { digest, EMPTY } from './digest.ts';

/** What `node:http` made of an answer. */
export interface Reading {
  /** Whether the first final answer came out complete; what follows it does not count. */
  readonly isAccepted: boolean;
  readonly status: number;
  /** Names and values by turns. */
  readonly rawHeaders: readonly string[];
  readonly bodyBytes: number;
  readonly bodyDigest: number;
  /** Whether it would have used the connection again. */
  readonly isReused: boolean;
}

/** Longest wait for a reading, in ms of real time: all of it happens in memory. */
const PATIENCE = 20_000;

/** Has a client of `node:http`, and so llhttp, read the answer, from a connection in memory. */
export function readByOracle(subject: Case): Promise<Reading> {
  return new Promise((resolve, reject) => {
    const patience = setTimeout(() => reject(new Error('node:http came to no end')), PATIENCE);
    const connection = new Connection(subject.bytes);
    const options: RequestOptions & { connection: Connection } = {
      agent,
      connection,
      method: subject.isBodyless ? 'HEAD' : 'GET',
      maxHeaderSize: subject.headBytes,
      insecureHTTPParser: false,
    };
    const call = request(options);
    // No limit: headers that were left out could not be compared.
    call.maxHeadersCount = 0;
    observe(call, connection, (reading) => {
      clearTimeout(patience);
      resolve(reading);
    });
    call.end();
  });
}

/** A connection on which the answer comes as soon as something was sent, and then the end. */
class Connection extends Duplex {
  isReused = false;
  readonly #answer: Buffer;

  constructor(answer: Buffer) {
    super();
    this.#answer = answer;
  }

  override _read(): void {}

  override _write(_bytes: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.push(this.#answer);
    // The end comes late enough for the client to keep the connection, if it wants to.
    setImmediate(() => this.push(null));
    done();
  }
}

class OneConnection extends Agent {
  override createConnection(options: object): Duplex {
    return (options as { connection: Connection }).connection;
  }

  override keepSocketAlive(connection: Duplex): boolean {
    (connection as Connection).isReused = true;
    return false;
  }
}

const agent = new OneConnection({ keepAlive: true });

function observe(call: ClientRequest, connection: Connection, onEnd: (reading: Reading) => void): void {
  let answer: IncomingMessage | undefined;
  let bodyBytes = 0;
  let bodyDigest = EMPTY;
  const isDone = () => connection.closed && (!answer?.complete || answer.readableEnded);
  const settle = () => {
    if (!isDone()) return;
    onEnd({
      isAccepted: answer?.complete === true,
      status: answer?.statusCode ?? 0,
      rawHeaders: answer?.rawHeaders ?? [],
      bodyBytes,
      bodyDigest,
      isReused: connection.isReused,
    });
  };
  call.on('error', ignore);
  connection.on('close', settle);
  call.on('response', (response) => {
    answer = response;
    response.on('error', ignore);
    response.on('data', (bytes: Buffer) => {
      bodyBytes += bytes.length;
      bodyDigest = digest(bodyDigest, bytes, 0, bytes.length);
    });
    response.on('end', settle);
  });
}

/** Errors show in what did not come out. */
function ignore(): void {}
