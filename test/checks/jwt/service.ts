import type { AddressInfo } from 'node:net';
import fastify, { type FastifyInstance, type FastifyRequest } from 'fastify';
import type { Against } from '../run.ts';
import { type Keys, keysFor } from './keys.ts';
import { AUDIENCE, ISSUER, LIFETIME, type Options, TOLERANCE, Verifier } from './verifier.ts';

export interface Service extends Against {
  readonly requests: () => number;
  readonly publicPem: string | undefined;
  close(): Promise<void>;
}

/** A service that verifies tokens by jose as its rules say, but for one defect. */
export async function startService(options: Options = {}): Promise<Service> {
  const keys = keysFor(options.algorithm ?? 'HS256');
  const verifier = new Verifier(keys, options);
  const app = fastify();
  app.addHook('onSend', async (_, reply) => {
    reply.header('date', new Date(Date.now() + (options.ahead ?? 0) * 1000).toUTCString());
  });
  let requests = 0;
  const handler = async (request: FastifyRequest) => {
    requests += 1;
    const subject = await verifier.subjectOf(request, requests);
    return { data: [1, 2, 3], subject };
  };
  app.get('/private', handler);
  app.post('/task', handler);
  app.setErrorHandler((error: Error & { statusCode?: number; retryAfter?: string }, request, reply) => {
    if (options.defect === 'soft') return reply.code(200).send({ error: 'unauthorized' });
    if (error.retryAfter) reply.header('retry-after', error.retryAfter);
    const { status = error.statusCode ?? 401, headers, body } = options.rejection ?? {};
    return reply
      .code(error.statusCode === 401 ? status : (error.statusCode ?? 401))
      .headers(headers ?? { 'www-authenticate': 'Bearer' })
      .send(body?.(error.cause, request.headers.authorization ?? '') ?? { error: 'unauthorized' });
  });
  await app.listen({ port: 0, host: '127.0.0.1' });
  return {
    ...against(app, keys, options),
    requests: () => requests,
    publicPem: keys.publicPem,
    close: () => app.close(),
  };
}

function against(app: FastifyInstance, keys: Keys, { algorithm = 'HS256', type = 'JWT' }: Options): Against {
  return {
    url: `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`,
    pools: {
      agents: {
        kind: 'jwt',
        algorithm,
        type,
        key: keys.sign,
        issuer: ISSUER,
        audience: AUDIENCE,
        lifetime: '10m',
      },
    },
    endpoints: { private: { path: '/private', identity: 'agents' }, task: { method: 'POST', path: '/task' } },
    policy: {
      jwt: {
        endpoint: 'private',
        identity: 'agents',
        issuer: ISSUER,
        audience: AUDIENCE,
        algorithm,
        required: ['exp', 'nbf', 'iat', 'jti', 'sub'],
        tolerance: `${TOLERANCE}s`,
        lifetime: `${LIFETIME}s`,
      },
      replay: [{ endpoint: 'task', identity: 'agents', replay: 'one-time' }],
    },
  };
}
