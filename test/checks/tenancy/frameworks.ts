import type { IncomingMessage, RequestListener } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import express from 'express';
import { fastify } from 'fastify';
import { Hono } from 'hono';
import Koa from 'koa';
import type { Answer } from './service.ts';

/** What stands between the service and the wire, with its own ways with HEAD, ETag, ranges and slashes. */
export type Framework = 'node' | 'express' | 'fastify' | 'koa' | 'hono' | 'static';

type Core = (request: Pick<IncomingMessage, 'method' | 'url' | 'headers'>) => Answer;

export async function listenerOf(framework: Framework, core: Core): Promise<RequestListener> {
  return ADAPTERS[framework](core);
}

const ADAPTERS: Readonly<Record<Framework, (core: Core) => RequestListener | Promise<RequestListener>>> = {
  node: (core) => (request, response) => {
    const { status, body, headers } = core(request);
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(textOf(body));
  },
  // Weak ETags on every answer, 404 too; HEAD with the length of the body.
  express: (core) => {
    const app = express();
    app.use((request, response) => {
      const { status, body, headers = {} } = core(request);
      response.status(status).set(headers);
      if (typeof body === 'string') response.send(body);
      else response.json(body);
    });
    return app;
  },
  fastify: async (core) => {
    const app = fastify({ exposeHeadRoutes: true });
    app.get('/*', (request, reply) => {
      const { status, body, headers = {} } = core(request.raw);
      return reply.code(status).headers(headers).send(body);
    });
    await app.ready();
    return (request, response) => app.routing(request, response);
  },
  koa: (core) => {
    const app = new Koa();
    app.use((context) => {
      const { status, body, headers = {} } = core(context.req);
      context.status = status;
      context.set(headers);
      context.body = body;
    });
    return app.callback();
  },
  hono: (core) => {
    const app = new Hono<{ Bindings: { incoming: IncomingMessage } }>();
    app.all('*', (context) => {
      const { status, body, headers = {} } = core(context.env.incoming);
      return new Response(textOf(body), { status, headers });
    });
    return getRequestListener((request, env) => app.fetch(request, env));
  },
  // Conditions and ranges for what the caller may read, and for nothing else.
  static: (core) => (request, response) => {
    const { status, body, headers = {} } = core(request);
    const text = textOf(body);
    const etag = `"${text.length}-${status}"`;
    if (status !== 200) return response.writeHead(status, headers).end(`<h1>${status}</h1>`);
    const stored = { ...headers, etag, 'last-modified': MODIFIED, 'accept-ranges': 'bytes' };
    if (request.headers['if-none-match'] === etag) return response.writeHead(304, stored).end();
    const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '') ?? [];
    if (from === undefined) return response.writeHead(200, stored).end(text);
    const range = `bytes ${from}-${to}/${text.length}`;
    return response
      .writeHead(206, { ...stored, 'content-range': range })
      .end(text.slice(Number(from), Number(to) + 1));
  },
};

const MODIFIED = 'Thu, 01 Jan 2026 00:00:00 GMT';

function textOf(body: object | string): string {
  return typeof body === 'string' ? body : JSON.stringify(body);
}
