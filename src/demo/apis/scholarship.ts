import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { bearerOf, PARTNER_TOKENS, SCHOLARSHIP_TOKENS, unauthorised } from '../auth.ts';
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
      handle: async (request, reply) =>
        name === 'recommendations' && state.defects.has('replay-reusable-rejected')
          ? once(state, request, reply, body)
          : reply.header('cache-control', PRIVATE).send(body),
    });
  for (const [path, page, extra] of STATUS)
    addRoute(app, state, {
      name: 'status',
      path,
      handle: (_request, reply) =>
        reply.header('cache-control', 'no-store').send({ ...extra, ...readings(state, page) }),
    });
  addPublic(app, state);
  addOneTime(app, state);
}

/** Routes of the agents, and of those of partners: each token is good for one use, of either. */
function addOneTime(app: FastifyInstance, state: DemoState): void {
  const auth = bearerOf(state, SCHOLARSHIP_TOKENS, PARTNER_TOKENS);
  const add = (name: string, path: string, handle: Parameters<typeof addRoute>[2]['handle']) =>
    addRoute(app, state, { name, method: 'POST', path, auth, limit: 'caller', handle });
  add('tasks', '/api/v1/agent/tasks', (request, reply) => runTask(state, request, reply));
  add('estimates', '/api/v1/agent/estimates', (request, reply) =>
    once(state, request, reply, { estimate: { minutes: 3 } }),
  );
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

function runTask(state: DemoState, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const status = request.mistake === 'task-failed' ? 'failed' : 'done';
  const task = () => ({ id: `task-${++state.counters.tasks}`, status });
  return once(state, request, reply, () => ({ task: task() }));
}

/** Answers once for each token: its `jti` is good for one use. */
async function once(
  { jtis, counters }: DemoState,
  request: FastifyRequest,
  reply: FastifyReply,
  body: object | (() => object),
): Promise<FastifyReply> {
  const place = { route: request.routeOptions.url ?? '', socket: request.raw.socket };
  if (request.caller === undefined || !(await jtis.use(request.caller, place))) {
    counters.replays++;
    return unauthorised(reply);
  }
  return reply.header('cache-control', 'no-store').send(typeof body === 'function' ? body() : body);
}
