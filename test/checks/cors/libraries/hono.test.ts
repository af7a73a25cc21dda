import { createServer, type Server } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import { cors } from 'hono/cors';
import { HTTPException } from 'hono/http-exception';
import { ALLOWED } from '../../web.ts';
import {
  AUTHORISED,
  correctServices,
  EXPOSED,
  HEADERS,
  ITEMS,
  listening,
  MAX_AGE,
  METHODS,
  requestId,
} from './serve.ts';

type Options = NonNullable<Parameters<typeof cors>[0]>;

const granted = {
  credentials: true,
  allowMethods: METHODS,
  allowHeaders: HEADERS,
  exposeHeaders: EXPOSED,
  maxAge: MAX_AGE,
};

async function start(options: Options): Promise<Server> {
  const app = new Hono();
  app.use('*', cors(options));
  app.use('/api/*', async (context, next) => {
    context.header(...requestId());
    if (context.req.header('authorization') !== AUTHORISED) throw new HTTPException(401);
    await next();
  });
  app.get('/api/items', (context) => context.json(ITEMS));
  app.post('/api/tasks', (context) => context.json({}));
  return listening(createServer(getRequestListener(app.fetch)));
}

correctServices<Options>(start, {
  'one origin': { options: { ...granted, origin: ALLOWED[0]! }, promises: { origins: [ALLOWED[0]!] } },
  'a list of origins': { options: { ...granted, origin: [...ALLOWED] } },
  'a function': {
    options: { ...granted, origin: (origin) => (ALLOWED.includes(origin) ? origin : null) },
  },
  'a function for a pattern, with ends': {
    options: {
      ...granted,
      origin: (origin) => (/^https:\/\/[a-z0-9-]+\.shop\.example$/.test(origin) ? origin : null),
    },
    promises: { subdomains: ['https://*.shop.example'] },
  },
  'a function that falls back to an allowed origin': {
    options: { ...granted, origin: (origin) => (ALLOWED.includes(origin) ? origin : ALLOWED[0]!) },
  },
  'the defaults of the library': {
    options: { origin: [...ALLOWED], credentials: true },
    promises: { closed: [], expose: [] },
  },
  'everybody, by default': {
    options: { origin: '*' },
    promises: { public: true, credentials: false, closed: [], expose: [] },
  },
});
