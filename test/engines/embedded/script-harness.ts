import type { Context, ScenarioModule } from '../../../src/model/context.ts';
import type { ScenarioInput } from '../../../src/model/scenario.ts';
import { load, type Setting, serve } from './harness.ts';

const spec: ScenarioInput = { executor: 'per-vu-iterations', vus: 1, iterations: 1, gracefulStop: '5s' };

/** Runs one script against a server that answers with what it was sent. */
export async function script(
  iteration: (ctx: Context) => Promise<void>,
  more: Partial<Setting> & {
    spec?: Partial<ScenarioInput>;
    module?: Partial<ScenarioModule>;
    data?: Record<string, string>[];
  } = {},
) {
  const { url, count } = await serve((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString();
      const { method, headers } = request;
      if (request.url === '/login')
        response.setHeader('set-cookie', ['sid=abc; Path=/; HttpOnly', 'lang=en; Path=/']);
      response.statusCode = Number(/\/status\/(\d+)/.exec(request.url ?? '')?.[1] ?? 200);
      response.setHeader('content-type', 'application/json');
      response.end(
        JSON.stringify({ method, url: request.url, headers, body, items: [{ id: 7 }, { id: 8 }] }),
      );
    });
  });
  const { spec: settings = {}, module = {}, data, ...setting } = more;
  const measured = await load({
    url,
    ...setting,
    scenarios: {
      main: {
        spec: ('executor' in settings ? settings : { ...spec, ...settings }) as ScenarioInput,
        module: { iteration, ...module },
        ...(data ? { data } : {}),
      },
    },
  });
  return { ...measured, count, main: measured.scenarios[0]! };
}
