import type { Server } from 'node:http';
import cors, { type FastifyCorsOptions, type FastifyCorsOptionsDelegateCallback } from '@fastify/cors';
import { fastify } from 'fastify';
import { ALLOWED } from '../../web.ts';
import {
  AUTHORISED,
  correctServices,
  EXPOSED,
  HEADERS,
  ITEMS,
  MAX_AGE,
  METHODS,
  requestId,
} from './serve.ts';

type Options = FastifyCorsOptions | { delegator: FastifyCorsOptionsDelegateCallback };

const granted = {
  credentials: true,
  methods: METHODS,
  allowedHeaders: HEADERS,
  exposedHeaders: EXPOSED,
  maxAge: MAX_AGE,
} satisfies FastifyCorsOptions;

async function start(options: Options): Promise<Server> {
  const app = fastify({ forceCloseConnections: true });
  app.addHook('onRequest', async (_, reply) => void reply.header(...requestId()));
  await app.register(cors, options as FastifyCorsOptions);
  app.addHook('onRequest', async (request, reply) => {
    if (request.headers.authorization !== AUTHORISED) return reply.code(401).send({ error: 'token' });
  });
  app.get('/api/items', async () => ITEMS);
  app.post('/api/tasks', async () => ({}));
  await app.listen({ port: 0, host: '127.0.0.1' });
  return app.server;
}

correctServices<Options>(start, {
  'one origin': { options: { ...granted, origin: ALLOWED[0]! }, promises: { origins: [ALLOWED[0]!] } },
  'a list of origins': { options: { ...granted, origin: [...ALLOWED] } },
  'patterns, with ends': {
    options: { ...granted, origin: [/^https:\/\/[a-z0-9-]+\.shop\.example$/] },
    promises: { subdomains: ['https://*.shop.example'] },
  },
  'a function': {
    options: { ...granted, origin: (origin, decide) => decide(null, ALLOWED.includes(origin ?? '')) },
  },
  'a function that throws an error': {
    options: {
      ...granted,
      origin: (origin, decide) =>
        origin === undefined || ALLOWED.includes(origin)
          ? decide(null, true)
          : decide(new Error('Not allowed'), false),
    },
    open: true,
  },
  'options for each request': {
    options: {
      delegator: (request, decide) =>
        decide(null, { ...granted, origin: ALLOWED.includes(request.headers.origin ?? '') }),
    },
  },
  'preflights without strictness': {
    options: { ...granted, origin: [...ALLOWED], strictPreflight: false, optionsSuccessStatus: 200 },
  },
  'the defaults of the library': {
    options: { origin: [...ALLOWED], credentials: true },
    promises: { methods: ['GET', 'POST'], closed: ['methods'], expose: [] },
  },
  'everybody, by default': {
    options: {},
    promises: { public: true, credentials: false, methods: ['GET', 'POST'], closed: [], expose: [] },
  },
});
