import { createServer, type Server } from 'node:http';
import cors from '@koa/cors';
import Router from '@koa/router';
import Koa, { type Context } from 'koa';
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
  unsafeServices,
} from './serve.ts';

const granted = {
  credentials: true,
  allowMethods: METHODS,
  allowHeaders: HEADERS,
  exposeHeaders: EXPOSED,
  maxAge: MAX_AGE,
} satisfies cors.Options;

async function start(options: cors.Options): Promise<Server> {
  const app = new Koa();
  app.silent = true;
  app.use(async (ctx, next) => {
    ctx.set(...requestId());
    await next();
  });
  app.use(cors(options));
  app.use(async (ctx, next) => {
    if (ctx.get('authorization') !== AUTHORISED) ctx.throw(401, 'token');
    await next();
  });
  const router = new Router();
  router.get('/api/items', (ctx) => {
    ctx.body = ITEMS;
  });
  router.post('/api/tasks', (ctx) => {
    ctx.body = {};
  });
  app.use(router.routes()).use(router.allowedMethods());
  return listening(createServer(app.callback()));
}

const listed = (ctx: Context) => (ALLOWED.includes(ctx.get('Origin')) ? ctx.get('Origin') : '');

correctServices<cors.Options>(start, {
  'one origin': { options: { ...granted, origin: ALLOWED[0]! }, promises: { origins: [ALLOWED[0]!] } },
  'a function': { options: { ...granted, origin: listed } },
  'a function that waits': { options: { ...granted, origin: async (ctx) => listed(ctx) } },
  'a function that falls back to an allowed origin': {
    options: { ...granted, origin: (ctx) => listed(ctx) || ALLOWED[0]! },
  },
  'the defaults of the library': {
    options: { origin: listed, credentials: true },
    promises: { closed: [], expose: [] },
  },
  'everybody, by default': {
    options: {},
    promises: { public: true, credentials: false, closed: [], expose: [] },
  },
});

unsafeServices<cors.Options>(start, {
  'any origin, as credentials make it': [{ credentials: true }, 'cors/arbitrary-origin'],
});
