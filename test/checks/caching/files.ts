import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { FilePolicy } from '../../../src/model/policy/files.ts';
import type { Against } from '../run.ts';
import type { Lines } from '../web.ts';

const FILES: Readonly<Record<string, string>> = {
  '/files/1': 'the first file',
  '/files/2': 'the second file',
};

/** How a service of signed URLs differs from the correct one. */
export interface Files {
  /** What is signed; path and expiry when left out. */
  readonly signed?: (path: string, expires: string) => string;
  /** Whether a signature will do; all of it when left out. */
  readonly matches?: (given: string, right: string) => boolean;
  /** Whether a URL is still good. */
  readonly inTime?: (expires: number, now: number) => boolean;
  /** Takes a request before all else. */
  readonly answer?: (
    request: IncomingMessage,
    url: URL,
    count: number,
  ) => { status: number; body?: string } | undefined;
  /** Headers of a file; `left` in seconds. */
  readonly headers?: (left: number) => Lines;
  /** The URL that is handed out. */
  readonly url?: (path: string, expires: string, signature: string) => string;
  /** Seconds for which a URL is good. */
  readonly validity?: number;
  /** Requests that need no signature. */
  readonly open?: (request: IncomingMessage) => boolean;
}

export interface FileService extends Against {
  readonly seen: readonly string[];
  readonly close: () => Promise<void>;
}

/** Starts a service that hands out signed URLs of its files. */
export async function startFiles(files: Files = {}, policy: Partial<Declared> = {}): Promise<FileService> {
  const seen: string[] = [];
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://files.invalid');
    seen.push(`${request.method} ${request.url}`);
    const answer = files.answer?.(request, url, seen.length);
    if (answer !== undefined) end(response, answer.status, answer.body ?? '');
    else if (url.pathname === '/sign') issue(files, response);
    else serve(files, request, url, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  };
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    policy: { files: [{ endpoint: 'sign', ...policy }] },
    endpoints: { sign: { path: '/sign' } },
    seen,
    close,
  };
}

type Declared = Omit<FilePolicy, 'validity' | 'tolerance'> & { validity: string; tolerance: string };

function issue({ signed = both, url = usual, validity = 60 }: Files, response: ServerResponse): void {
  const expires = String(Math.floor(Date.now() / 1000) + validity);
  const body = JSON.stringify({ url: url('/files/1', expires, mac(signed('/files/1', expires))) });
  end(response, 200, body, { 'content-type': 'application/json' });
}

function serve(files: Files, request: IncomingMessage, url: URL, response: ServerResponse): void {
  const {
    signed = both,
    matches = (given, right) => given === right,
    inTime = (end, now) => end > now,
  } = files;
  const expires = url.searchParams.get('expires') ?? '';
  const given = url.searchParams.get('signature') ?? '';
  const now = Date.now() / 1000;
  const right = matches(given, mac(signed(url.pathname, expires))) && inTime(Number(expires), now);
  const content = FILES[url.pathname];
  if (content === undefined || !(right || files.open?.(request))) {
    end(response, 403, 'forbidden');
    return;
  }
  const left = Math.max(0, Math.floor(Number(expires) - now));
  const headers = files.headers?.(left) ?? { 'cache-control': `private, max-age=${left}` };
  end(response, 200, request.method === 'HEAD' ? '' : content, {
    'content-length': String(content.length),
    ...headers,
  });
}

function both(path: string, expires: string): string {
  return `${path} ${expires}`;
}

function usual(path: string, expires: string, signature: string): string {
  return `${path}?expires=${expires}&signature=${signature}`;
}

function mac(text: string): string {
  return createHmac('sha256', 'a secret of this test').update(text).digest('base64url');
}

function end(response: ServerResponse, status: number, body: string, headers: Lines = {}): void {
  response.statusCode = status;
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  response.end(body);
}
