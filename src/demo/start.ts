import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createApp } from './app.ts';
import { DEMO_ONLY_CA } from './keys.ts';
import { CANARY_VERSION, type Demo, type DemoOptions } from './options.ts';
import { createState } from './state.ts';

const HOST = '127.0.0.1';

/** Starts the demo service in this process, on loopback only; free ports unless told otherwise. */
export async function startDemo(options: DemoOptions = {}): Promise<Demo> {
  const state = createState(options);
  const [plain, secure] = await Promise.all([
    createApp(state, { secure: false }),
    createApp(state, { secure: true }),
  ]);
  const folder = await mkdtemp(join(tmpdir(), 'canary-gate-demo-'));
  const close = async () => {
    await Promise.all([plain.close(), secure.close(), rm(folder, { recursive: true, force: true })]);
  };
  try {
    const ca = join(folder, 'demo-only-ca.pem');
    await writeFile(ca, DEMO_ONLY_CA);
    const url = await plain.listen({ host: HOST, port: options.port ?? 0 });
    const httpsUrl = secureUrl(await secure.listen({ host: HOST, port: options.httpsPort ?? 0 }));
    state.httpsUrl = httpsUrl;
    return { url, httpsUrl, ca, env: environment(url, httpsUrl, ca, state.windowMs), close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Fastify names a server of one's own making by http. */
function secureUrl(url: string): string {
  return url.replace(/^http:/, 'https:');
}

function environment(url: string, httpsUrl: string, ca: string, windowMs: number): Demo['env'] {
  return {
    CANARY_URL: url,
    CANARY_HTTPS_URL: httpsUrl,
    CANARY_CA: ca,
    CANARY_VERSION,
    CANARY_WINDOW: `${windowMs}ms`,
  };
}
