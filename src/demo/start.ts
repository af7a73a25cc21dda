import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createApp } from './app.ts';
import { debugPort } from './debug-port.ts';
import { DEMO_ONLY_CA } from './keys.ts';
import { CANARY_VERSION, DEMO_DEFAULTS, type Demo, type DemoOptions } from './options.ts';
import { createState } from './state.ts';

const HOST = '127.0.0.1';

/** Starts the demo service in this process, on loopback only; free ports unless told otherwise. */
export async function startDemo(options: DemoOptions = {}): Promise<Demo> {
  const state = createState(options);
  const [plain, secure] = await Promise.all([
    createApp(state, { secure: false }),
    createApp(state, { secure: true }),
  ]);
  const debug = await debugPort(state, options);
  const folder = await mkdtemp(join(tmpdir(), 'canary-gate-demo-'));
  const close = async () => {
    const closed = [plain.close(), secure.close(), debug.close()];
    await Promise.all([...closed, rm(folder, { recursive: true, force: true })]);
  };
  try {
    const ca = join(folder, 'demo-only-ca.pem');
    await writeFile(ca, DEMO_ONLY_CA);
    const url = state.defects.has('http-port-closed')
      ? `http://${HOST}:${options.port || DEMO_DEFAULTS.port}`
      : await plain.listen({ host: HOST, port: options.port ?? 0 });
    const httpsUrl = secureUrl(await secure.listen({ host: HOST, port: options.httpsPort ?? 0 }));
    state.httpsUrl = httpsUrl;
    const env = {
      CANARY_URL: url,
      CANARY_HTTPS_URL: httpsUrl,
      CANARY_HTTP_PORT: new URL(url).port,
      CANARY_DEBUG_PORT: `${debug.port}`,
      CANARY_CA: ca,
      CANARY_VERSION,
      CANARY_WINDOW: `${state.windowMs}ms`,
    };
    return { url, httpsUrl, ca, env, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Fastify names a server of one's own making by http. */
function secureUrl(url: string): string {
  return url.replace(/^http:/, 'https:');
}
