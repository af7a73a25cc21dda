import helmet from '@fastify/helmet';
import type { FastifyInstance } from 'fastify';
import { addAnswerDefects } from './answer-defects.ts';
import { addCors } from './cors-answers.ts';
import { misreport } from './limit-mistakes.ts';
import { CANARY_VERSION, STABLE_VERSION, VERSION_HEADER } from './options.ts';
import type { DemoState } from './state.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** The version that answers. */
    version: string;
  }
}

/** Header values that the implementation plan demands to the letter. */
export const EXACT_HEADERS = {
  'strict-transport-security': 'max-age=31536000; includeSubDomains; preload',
  'content-security-policy': "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'",
  'referrer-policy': 'strict-origin-when-cross-origin',
  'x-content-type-options': 'nosniff',
} as const;

/** Version, security headers and CORS on every answer, errors among them. */
export async function addHeaders(app: FastifyInstance, state: DemoState): Promise<void> {
  app.addHook('onRequest', async (request, reply) => {
    request.version = pickVersion(state);
    reply.header(VERSION_HEADER, request.version);
    if (state.defects.has('version-banner')) reply.header('x-powered-by', 'Express/4.17.1');
  });
  await addSecurityHeaders(app, state);
  await addCors(app, state);
  addHeaderDefects(app, state);
  addAnswerDefects(app, state);
}

function pickVersion({ split, random }: DemoState): string {
  if (split === undefined) return CANARY_VERSION;
  return random() * (split.canary + split.stable) < split.canary ? CANARY_VERSION : STABLE_VERSION;
}

async function addSecurityHeaders(app: FastifyInstance, { defects }: DemoState): Promise<void> {
  await app.register(helmet, {
    // helmet joins directives without the blank that the document has, so this header is set by hand.
    contentSecurityPolicy: false,
    strictTransportSecurity: {
      maxAge: defects.has('hsts-short') ? 300 : 31_536_000,
      includeSubDomains: true,
      preload: true,
    },
    referrerPolicy: {
      policy: defects.has('unsafe-referrer-policy') ? 'unsafe-url' : 'strict-origin-when-cross-origin',
    },
    xContentTypeOptions: !defects.has('no-nosniff'),
  });
  const policy = EXACT_HEADERS['content-security-policy'];
  const loosened = policy.replace("script-src 'self'", "script-src 'self' 'unsafe-inline'");
  app.addHook('onRequest', async (_request, reply) => {
    reply.header('content-security-policy', defects.has('csp-loosened') ? loosened : policy);
  });
}

/** Header lines that a defect adds, changes or drops when the answer goes out. */
function addHeaderDefects(app: FastifyInstance, { defects }: DemoState): void {
  app.addHook('onSend', async (_request, reply) => {
    if (defects.has('errors-bare') && [404, 405].includes(reply.statusCode))
      for (const name of Object.keys(EXACT_HEADERS)) reply.removeHeader(name);
    misreport(defects, reply);
  });
}
