import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { bearerOf, SCHOLARSHIP_TOKENS, unauthorised } from '../auth.ts';
import { addRoute } from '../routes.ts';
import type { DemoState } from '../state.ts';
import { readings, type StatusPage } from '../status.ts';

const SCHOLARSHIPS = Array.from({ length: 12 }, (_, index) => ({
  id: `sch-${index + 1}`,
  name: `Scholarship ${index + 1}`,
  amount: 1000 + 250 * index,
  deadline: '2027-03-31',
}));

/** Answers for one caller: a browser may keep them for a minute, a shared cache never. */
const PRIVATE = 'private, max-age=60';

const LISTS = [
  { name: 'scholarships', path: '/api/v1/scholarships', body: { data: SCHOLARSHIPS } },
  { name: 'search', path: '/api/v1/search', body: { data: SCHOLARSHIPS.slice(0, 5), total: 5 } },
  { name: 'recommendations', path: '/api/v1/recommendations', body: { data: SCHOLARSHIPS.slice(3, 6) } },
  { name: 'eligibility', path: '/api/v1/eligibility_check', body: { eligible: true, criteria_met: 4 } },
] as const;

const STATUS: readonly [path: string, page: StatusPage, extra?: Record<string, boolean>][] = [
  ['/db/status', 'db'],
  ['/redis/status', 'redis'],
  ['/ai/status', 'ai', { ai_service_available: true }],
  ['/system/status', 'system'],
  ['/agent/status', 'agent'],
  ['/security/status', 'security'],
];

/** The scholarship search API of the rollout log and the implementation plan. */
export function addScholarship(app: FastifyInstance, state: DemoState): void {
  const auth = bearerOf(state, SCHOLARSHIP_TOKENS);
  for (const { name, path, body } of LISTS)
    addRoute(app, state, {
      name,
      path,
      auth,
      limit: 'caller',
      handle: (_request, reply) => reply.header('cache-control', PRIVATE).send(body),
    });
  for (const [path, page, extra] of STATUS)
    addRoute(app, state, {
      name: 'status',
      path,
      handle: (_request, reply) =>
        reply.header('cache-control', 'no-store').send({ ...extra, ...readings(state, page) }),
    });
  addPublic(app, state);
  addRoute(app, state, {
    name: 'tasks',
    method: 'POST',
    path: '/api/v1/agent/tasks',
    auth,
    limit: 'caller',
    handle: (request, reply) => runTask(state, request, reply),
  });
}

function addPublic(app: FastifyInstance, state: DemoState): void {
  const capabilities = state.defects.has('no-capabilities')
    ? []
    : ['search', 'recommend', 'check-eligibility'];
  addRoute(app, state, {
    name: 'root',
    path: '/',
    limit: 'public',
    handle: (_request, reply) =>
      reply.header('cache-control', 'no-store').send({ service: 'scholarship-api' }),
  });
  addRoute(app, state, {
    name: 'capabilities',
    path: '/agent/capabilities',
    limit: 'public',
    handle: (_request, reply) => reply.header('cache-control', 'no-store').send({ capabilities }),
  });
}

/** Runs a task once for each token: its `jti` is good for one use. */
async function runTask(
  state: DemoState,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { issuer = '', jti = '', token = '', goodUntil = 0 } = request.caller ?? {};
  if (!(await state.jtis.use(issuer, jti, token, goodUntil * 1000))) {
    state.counters.replays++;
    return unauthorised(reply);
  }
  state.counters.tasks++;
  const status = request.mistake === 'task-failed' ? 'failed' : 'done';
  return reply
    .header('cache-control', 'no-store')
    .send({ task: { id: `task-${state.counters.tasks}`, status } });
}
