import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest, onRequestAsyncHookHandler } from 'fastify';
import { userOf } from '../auth.ts';
import { addRoute } from '../routes.ts';
import type { DemoState } from '../state.ts';

const NOTES = Array.from({ length: 12 }, (_, index) => ({ id: index + 1, text: `note ${index + 1}` }));
/** Notes of the feed come in groups, so many ms apart. */
const GROUP = 3;
const BETWEEN_GROUPS = 100;

/** A user's notes: as a list, and as a feed of server-sent events that can be resumed. */
export function addFeed(app: FastifyInstance, state: DemoState): void {
  addRoute(app, state, {
    name: 'notes',
    path: '/api/v1/memory/notes',
    auth: userOf(),
    handle: (_request, reply) => reply.header('cache-control', 'no-store').send({ data: NOTES }),
  });
  addRoute(app, state, {
    name: 'feed',
    path: '/api/v1/memory/feed',
    auth: state.defects.has('stream-refuses-late') ? refusalInStream(userOf()) : userOf(),
    handle: (request, reply) => feed(state, request, reply),
  });
}

function feed(state: DemoState, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const { since = request.headers['last-event-id'] ?? '0' } = request.query as { since?: string };
  if (!/^\d{1,9}$/.test(String(since))) return reply.code(400).send({ error: 'since is no number' });
  const from = state.defects.has('stream-resume-ignored') ? 0 : Number(since);
  const notes = NOTES.filter(({ id }) => id > from);
  return stream(reply, state.defects.has('stream-held-back') ? heldBack(state, notes) : events(state, notes));
}

async function* events({ defects }: DemoState, notes: typeof NOTES): AsyncGenerator<string> {
  yield 'retry: 2000\n: groups of notes follow\n\n';
  const lost = defects.has('stream-loses-notes') ? notes.at(-1) : undefined;
  for (let from = 0; from < notes.length; from += GROUP) {
    if (from > 0) await sleep(BETWEEN_GROUPS);
    const group = notes.slice(from, from + GROUP).filter((note) => note !== lost);
    yield group.map((note) => `id: ${note.id}\nevent: note\ndata: ${JSON.stringify(note)}\n\n`).join('');
  }
  yield defects.has('stream-last-event-open') ? 'event: done\ndata: {}\n' : 'event: done\ndata: {}\n\n';
  // Whatever goes wrong in a stream that has begun closes the connection without the last chunk.
  if (defects.has('stream-torn-off')) throw new Error('torn off');
}

/** What a proxy that collects answers makes of a stream. */
async function* heldBack(state: DemoState, notes: typeof NOTES): AsyncGenerator<string> {
  const parts: string[] = [];
  for await (const part of events(state, notes)) parts.push(part);
  yield parts.join('');
}

/** Answers 200, and says in the stream that the token is no good. */
function refusalInStream(auth: onRequestAsyncHookHandler): onRequestAsyncHookHandler {
  return async function (request, reply) {
    if (/^Bearer bearer_token_user_\d{1,6}$/.test(request.headers.authorization ?? ''))
      return auth.call(this, request, reply);
    return stream(reply, ['event: error\ndata: {"error":"unauthorised"}\n\n']);
  };
}

function stream(reply: FastifyReply, parts: Iterable<string> | AsyncIterable<string>): FastifyReply {
  return reply
    .header('cache-control', 'no-store')
    .type('text/event-stream; charset=utf-8')
    .send(Readable.from(parts));
}
