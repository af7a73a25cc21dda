import { createServer } from 'node:net';
import { DEMO_DEFAULTS, type DemoOptions } from './options.ts';
import type { DemoState } from './state.ts';

/** A port on which a correct service does not listen. */
export interface DebugPort {
  readonly port: number;
  close(): Promise<void>;
}

/** Names the port for debugging, and listens on it where the defect says so. */
export async function debugPort({ defects }: DemoState, { port = 0 }: DemoOptions): Promise<DebugPort> {
  const closed = { port: DEMO_DEFAULTS.debugPort, close: async () => {} };
  if (!defects.has('debug-port-open')) return closed;
  const server = createServer((socket) => socket.on('error', () => {}).end('debug>\n'));
  const asked = port === 0 ? 0 : closed.port;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(asked, '127.0.0.1', resolve);
  });
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : asked,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
