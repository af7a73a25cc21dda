import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { DefectId } from './defects.ts';
import type { DemoState } from './state.ts';

type Change = (reply: FastifyReply, request: FastifyRequest) => void;

const INLINE = "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'";

/** What defects change in the head of an answer when it goes out. */
const CHANGES: Partial<Record<DefectId, Change>> = {
  'json-as-page': onPath('/', (reply) => void reply.header('content-type', 'text/html; charset=utf-8')),
  'page-inline-scripts': onPath('/portal', (reply) => void reply.header('content-security-policy', INLINE)),
  'page-frameable': onPath('/portal', (reply) => void reply.removeHeader('x-frame-options')),
  'isolation-misspelt': (reply) => void reply.header('cross-origin-resource-policy', 'same-orgin'),
  'frame-options-twice': (reply) => void reply.header('x-frame-options', ['DENY', 'SAMEORIGIN']),
  'errors-cacheable': onStatus(
    [401, 404],
    (reply) => void reply.header('cache-control', 'public, max-age=60'),
  ),
  'session-on-errors': onStatus([401], (reply) => {
    reply.header('set-cookie', 'portal_session=nobody; Path=/; Secure; HttpOnly; SameSite=Lax');
  }),
};

export function addAnswerDefects(app: FastifyInstance, { defects }: DemoState): void {
  const changes = [...defects].flatMap((id) => CHANGES[id] ?? []);
  if (changes.length === 0) return;
  app.addHook('onSend', async (request, reply) => {
    for (const change of changes) change(reply, request);
  });
}

function onPath(path: string, change: Change): Change {
  return (reply, request) => {
    if (request.url.split('?')[0] === path) change(reply, request);
  };
}

function onStatus(statuses: readonly number[], change: Change): Change {
  return (reply, request) => {
    if (statuses.includes(reply.statusCode)) change(reply, request);
  };
}
