import { ProbeClient } from '../../http/client.ts';
import { markOf } from '../../http/mark.ts';
import type { RawAnswer, RawRequest } from '../../http/raw.ts';
import type { Session } from '../session.ts';

/** Sends one request over plain HTTP to another port of the target's host, and nothing secret with it. */
export async function sendPlain(
  { target, proxy, runId, version, now }: Session,
  port: number,
  request: RawRequest,
): Promise<RawAnswer> {
  const { tls: _, ...rest } = target;
  const url = `http://${new URL(target.url).hostname}:${port}`;
  const plain = { ...rest, url, headers: {} };
  const client = new ProbeClient({ target: plain, proxy, mark: markOf(runId, version), now });
  try {
    return await client.send(request);
  } finally {
    await client.close();
  }
}
