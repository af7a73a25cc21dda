import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import fastifyJwt from '@fastify/jwt';
import { getRequestListener } from '@hono/node-server';
import express from 'express';
import fastify from 'fastify';
import { Hono } from 'hono';
import { jwt as honoJwt } from 'hono/jwt';
import { jwtVerify } from 'jose';
import type { Against } from '../run.ts';
import { keysFor } from './keys.ts';

const ISSUER = 'https://auth.example';
const AUDIENCE = 'agents';
const TOLERANCE = 10;
const LIFETIME = 900;

/** A server on a well-known library, set up as its documentation says. */
export interface Library {
  readonly algorithm: 'HS256' | 'RS256' | 'ES256';
  readonly listener: (key: string) => Promise<RequestListener> | RequestListener;
  /** What such a server promises besides issuer and audience. */
  readonly promises: Partial<NonNullable<Against['policy']['jwt']>>;
}

export const LIBRARIES: Readonly<Record<string, Library>> = {
  'Express and jose': {
    algorithm: 'ES256',
    promises: {
      required: ['exp', 'iat', 'sub', 'jti'],
      tolerance: `${TOLERANCE}s`,
      issuedAt: 'past',
      type: 'JWT',
    },
    listener: expressWithJose,
  },
  '@fastify/jwt': {
    algorithm: 'RS256',
    promises: { required: ['exp', 'iat', 'sub'], tolerance: `${TOLERANCE}s` },
    listener: fastifyWithJwt,
  },
  'hono/jwt': {
    algorithm: 'HS256',
    promises: { issuedAt: 'past', type: 'JWT' },
    listener: honoWithJwt,
  },
};

export async function startLibrary({ algorithm, listener, promises }: Library) {
  const keys = keysFor(algorithm);
  const server = createServer(await listener(keys.publicPem ?? keys.sign));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const close = (): void => {
    server.closeAllConnections();
    server.close();
  };
  const against: Against = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    pools: {
      users: { kind: 'jwt', algorithm, key: keys.sign, issuer: ISSUER, audience: AUDIENCE, lifetime: '5m' },
    },
    endpoints: { private: { path: '/private', identity: 'users' } },
    policy: {
      jwt: {
        endpoint: 'private',
        identity: 'users',
        issuer: ISSUER,
        audience: AUDIENCE,
        algorithm,
        algorithms: [algorithm],
        locations: ['header'],
        ...promises,
      },
    },
  };
  return { against, close };
}

const ANSWER = { data: ['a', 'b'] };
const REFUSAL = { error: 'invalid_token' };

function expressWithJose(pem: string): RequestListener {
  const app = express();
  app.use(async (request, response, next) => {
    const token = /^Bearer +([\w.~+/-]+=*)$/i.exec(request.headers.authorization ?? '')?.[1];
    try {
      const { importSPKI } = await import('jose');
      await jwtVerify(token ?? '', await importSPKI(pem, 'ES256'), {
        algorithms: ['ES256'],
        issuer: ISSUER,
        audience: AUDIENCE,
        clockTolerance: TOLERANCE,
        maxTokenAge: LIFETIME,
        requiredClaims: ['exp', 'iat', 'sub', 'jti'],
        typ: 'JWT',
      });
      next();
    } catch {
      response.status(401).set('www-authenticate', 'Bearer error="invalid_token"').json(REFUSAL);
    }
  });
  app.get('/private', (_, response) => void response.json(ANSWER));
  return app;
}

async function fastifyWithJwt(pem: string): Promise<RequestListener> {
  const app = fastify();
  await app.register(fastifyJwt, {
    secret: { public: pem },
    verify: {
      algorithms: ['RS256'],
      allowedIss: ISSUER,
      allowedAud: AUDIENCE,
      clockTolerance: TOLERANCE * 1000,
      requiredClaims: ['exp', 'iat', 'sub', 'iss', 'aud'],
    },
  });
  // Some of its errors bring no status along, and would be answered 500.
  app.setErrorHandler((error: Error & { statusCode?: number; code?: string }, _, reply) =>
    reply
      .code(error.statusCode ?? (error.code?.startsWith('FAST_JWT') ? 401 : 500))
      .header('www-authenticate', 'Bearer')
      .send(REFUSAL),
  );
  app.get('/private', { onRequest: (request) => request.jwtVerify() }, async () => ANSWER);
  await app.ready();
  return (request, response) => void app.routing(request, response);
}

function honoWithJwt(secret: string): RequestListener {
  const app = new Hono();
  const verification = { iss: ISSUER, aud: AUDIENCE, typ: 'JWT' };
  app.use('/private', honoJwt({ secret, alg: 'HS256', verification }));
  app.get('/private', (context) => context.json(ANSWER));
  return getRequestListener(app.fetch);
}
