import { createServer, type Server } from 'node:http';
import cors, { type CorsOptions, type CorsOptionsDelegate } from 'cors';
import express, { type Request } from 'express';
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

type Options = CorsOptions | CorsOptionsDelegate<Request>;

const granted = {
  credentials: true,
  methods: METHODS,
  allowedHeaders: HEADERS,
  exposedHeaders: EXPOSED,
  maxAge: MAX_AGE,
} satisfies CorsOptions;

async function start(options: Options): Promise<Server> {
  const app = express();
  app.use((_, response, next) => {
    response.setHeader(...requestId());
    next();
  });
  app.use(cors(options));
  app.use('/api', (request, response, next) =>
    request.headers.authorization === AUTHORISED ? next() : response.status(401).json({ error: 'token' }),
  );
  app.get('/api/items', (_, response) => void response.json(ITEMS));
  app.post('/api/tasks', (_, response) => void response.json({}));
  // Keeps the default handler from writing stacks to the console.
  app.set('env', 'test');
  return listening(createServer(app));
}

correctServices<Options>(start, {
  'one origin': { options: { ...granted, origin: ALLOWED[0]! }, promises: { origins: [ALLOWED[0]!] } },
  'a list of origins': { options: { ...granted, origin: [...ALLOWED] } },
  'patterns, with ends': {
    options: { ...granted, origin: [/^https:\/\/[a-z0-9-]+\.shop\.example$/] },
    promises: { subdomains: ['https://*.shop.example'] },
  },
  'a function': {
    options: { ...granted, origin: (origin, decide) => decide(null, ALLOWED.includes(origin ?? '')) },
  },
  'a function that loads the list': {
    options: { ...granted, origin: (_, decide) => setImmediate(decide, null, [...ALLOWED]) },
  },
  'a function that throws an error': {
    options: {
      ...granted,
      origin: (origin, decide) =>
        origin === undefined || ALLOWED.includes(origin)
          ? decide(null, true)
          : decide(new Error('Not allowed by CORS')),
    },
    open: true,
  },
  'options for each request': {
    options: (request, decide) =>
      decide(null, { ...granted, origin: ALLOWED.includes(request.headers.origin ?? '') }),
  },
  'the defaults of the library': {
    options: { origin: [...ALLOWED], credentials: true },
    promises: { closed: [], expose: [] },
  },
  'everybody, by default': {
    options: {},
    promises: { public: true, credentials: false, closed: [], expose: [] },
  },
});

unsafeServices<Options>(start, {
  'any origin': [{ ...granted, origin: true }, 'cors/arbitrary-origin'],
  'a pattern without a beginning': [{ ...granted, origin: /shop\.example$/ }, 'cors/suffix'],
  'a pattern without an end': [
    { ...granted, origin: /^https:\/\/(app|admin)\.shop\.example/ },
    'cors/prefix-dot',
  ],
  '* with credentials': [{ ...granted, origin: '*' }, 'cors/wildcard-with-credentials'],
});
