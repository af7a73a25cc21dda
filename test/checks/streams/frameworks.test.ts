import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { createAdaptorServer } from '@hono/node-server';
import cors from 'cors';
import express, { type RequestHandler } from 'express';
import { fastify } from 'fastify';
import { Hono } from 'hono';
import { cors as honoCors } from 'hono/cors';
import { streamSSE } from 'hono/streaming';
import Koa from 'koa';
import { expect, onTestFinished, test } from 'vitest';
import { completion } from '../../../checks/streams/completion.ts';
import { content } from '../../../checks/streams/content.ts';
import { incremental } from '../../../checks/streams/incremental.ts';
import { lastEvent } from '../../../checks/streams/last-event.ts';
import { mediaType } from '../../../checks/streams/media-type.ts';
import { parity } from '../../../checks/streams/parity.ts';
import { protocol } from '../../../checks/streams/protocol.ts';
import { run } from '../run.ts';
import { against, event, ITEMS, itemsAfter } from './suite.ts';

const ORIGIN = 'https://app.example';
const PAUSE = 40;
const all = [mediaType, completion, lastEvent, incremental, protocol, content, parity];

const isKnown = (authorization: string | undefined) => authorization === 'Bearer alice-token-0001';
const isBad = (url: string | undefined) => url?.includes('bad') ?? false;

async function* events(lastEventId: string | undefined): AsyncGenerator<string> {
  yield 'retry: 3000\n\n';
  for (const item of itemsAfter(Number(lastEventId ?? 0))) {
    yield item;
    await sleep(PAUSE);
    yield ': beat\n\n';
  }
  yield event('done', {});
}

const guard: RequestHandler = (request, response, next) => {
  if (!isKnown(request.headers.authorization)) response.status(401).json({ error: 'unauthorised' });
  else if (isBad(request.url)) response.status(400).json({ error: 'bad' });
  else next();
};

async function onExpress(): Promise<Server> {
  const app = express();
  app.use(cors({ origin: ORIGIN, credentials: true }));
  app.get('/items', (_, response) => void response.json({ data: ITEMS }));
  app.get('/stream', guard, async (request, response) => {
    response.set({
      'content-type': 'text/event-stream',
      'cache-control': 'no-cache',
      connection: 'keep-alive',
    });
    response.flushHeaders();
    for await (const part of events(request.headers['last-event-id'] as string | undefined))
      response.write(part);
    response.end();
  });
  return createServer(app);
}

async function onFastify(): Promise<Server> {
  const listeners: RequestListener[] = [];
  const app = fastify({
    serverFactory: (handler) => {
      listeners.push(handler);
      return createServer(handler);
    },
  });
  app.get('/items', async () => ({ data: ITEMS }));
  app.get('/stream', async (request, reply) => {
    reply.header('access-control-allow-origin', ORIGIN).header('vary', 'Origin');
    if (!isKnown(request.headers.authorization)) return reply.code(401).send({ error: 'unauthorised' });
    if (isBad(request.url)) return reply.code(400).send({ error: 'bad' });
    return reply
      .type('text/event-stream')
      .send(Readable.from(events(request.headers['last-event-id'] as string | undefined)));
  });
  await app.ready();
  return createServer(listeners[0]!);
}

async function onHono(): Promise<Server> {
  const app = new Hono();
  app.use(honoCors({ origin: [ORIGIN], credentials: true }));
  app.get('/items', (context) => context.json({ data: ITEMS }));
  app.get('/stream', (context) => {
    if (!isKnown(context.req.header('authorization'))) return context.json({ error: 'unauthorised' }, 401);
    if (isBad(context.req.url)) return context.json({ error: 'bad' }, 400);
    const from = Number(context.req.header('last-event-id') ?? 0);
    return streamSSE(context, async (stream) => {
      for (const item of ITEMS.filter(({ id }) => id > from)) {
        await stream.writeSSE({ id: `${item.id}`, event: 'item', data: JSON.stringify(item), retry: 3000 });
        await sleep(PAUSE);
      }
      await stream.writeSSE({ event: 'done', data: '{}' });
    });
  });
  return createAdaptorServer({ fetch: app.fetch }) as Server;
}

async function onKoa(): Promise<Server> {
  const app = new Koa();
  app.use((context) => {
    context.set('access-control-allow-origin', ORIGIN);
    if (context.path === '/items') context.body = { data: ITEMS };
    else if (!isKnown(context.headers.authorization)) context.status = 401;
    else if (isBad(context.url)) context.status = 400;
    else {
      context.type = 'text/event-stream';
      context.body = Readable.from(events(context.get('last-event-id') || undefined));
    }
  });
  return createServer(app.callback());
}

/** Of the fewest words: HTTP/1.0, no length, CRLF, the connection's end is the stream's. */
async function onOldServer(): Promise<Server> {
  return createServer(async (request, { socket }) => {
    const status = isKnown(request.headers.authorization) ? (isBad(request.url) ? 400 : 200) : 401;
    const isList = request.url === '/items';
    const type = isList ? 'application/json' : 'text/event-stream';
    socket?.write(
      `HTTP/1.0 ${isList ? 200 : status} X\r\nContent-Type: ${type}\r\nAccess-Control-Allow-Origin: *\r\n\r\n`,
    );
    if (isList) socket?.write(JSON.stringify({ data: ITEMS }));
    else if (status === 200)
      for await (const part of events(request.headers['last-event-id'] as string | undefined))
        socket?.write(part.replaceAll('\n', '\r\n'));
    socket?.end();
  });
}

test.concurrent.each([
  ['Express', onExpress],
  ['Fastify', onFastify],
  ['Hono', onHono],
  ['Koa', onKoa],
  ['a server of HTTP/1.0', onOldServer],
])('%s fails nothing that it promises', async (_, start) => {
  const server = await start();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const plan = against(`http://127.0.0.1:${port}`, {
    promise: {
      arrivesOver: '200ms',
      ids: 'sequential',
      resume: true,
      retry: { max: '5s' },
      heartbeat: '2s',
      origin: ORIGIN,
      refused: [{ name: 'bad', path: '/stream?bad', status: 400 }],
      twin: { endpoint: 'items', items: '$.data[*]', event: 'item' },
    },
    endpoint: { path: '/stream', identity: 'users', stream: { terminal: { event: 'done' } } },
  });
  const { findings } = await run(all, plan);
  expect(findings.filter(({ outcome }) => outcome !== 'pass')).toEqual([]);
});
