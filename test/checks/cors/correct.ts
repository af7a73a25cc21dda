import { ALLOWED, type Case, declaring, fastifyLike, type Lines } from '../web.ts';

const rule = fastifyLike();
type Cors = NonNullable<NonNullable<Case['web']>['cors']>;

/** Changes the headers of the plain correct service. */
export function changed(
  change: (headers: Record<string, string | string[]>, origin: string | undefined) => void,
): Cors {
  return (request) => {
    const { headers, ...rest } = rule(request);
    const copy: Record<string, string | string[]> = { ...headers };
    change(copy, request.headers.origin);
    return { ...rest, headers: copy };
  };
}

const one: NonNullable<Case['against']> = (against) => ({
  ...against,
  policy: { ...against.policy, cors: { ...against.policy.cors!, origins: [ALLOWED[0]!] } },
});

const star: Lines = {
  'access-control-allow-origin': '*',
  'access-control-allow-headers': '*, authorization',
};

/** Services that are right, as frameworks and people build them: no check of CORS may fail on any of them. */
export const CORRECT: Readonly<Record<string, Case>> = {
  'passes on a fixed origin that is sent to everybody': {
    outcome: 'pass',
    against: one,
    web: {
      cors: changed((headers) =>
        Object.assign(headers, { 'access-control-allow-origin': ALLOWED[0], vary: [] }),
      ),
    },
  },
  'passes where a disallowed preflight is refused with 403 and no header': {
    outcome: 'pass',
    web: {
      cors: (request) => {
        const allowed = ALLOWED.includes(request.headers.origin ?? '');
        return allowed || request.method !== 'OPTIONS' ? rule(request) : { status: 403, headers: {} };
      },
    },
  },
  'passes where Vary is * or has other members': {
    outcome: 'pass',
    web: {
      cors: changed(
        (headers, origin) => (headers['vary'] = origin === ALLOWED[0] ? '*' : ['Accept', 'oRiGiN']),
      ),
    },
  },
  'passes where headers that were asked for are echoed': {
    outcome: 'pass',
    web: {
      cors: (request) => {
        const { headers, ...rest } = rule(request);
        const asked = request.headers['access-control-request-headers'];
        return { ...rest, headers: { ...headers, ...(asked && { 'access-control-allow-headers': asked }) } };
      },
    },
  },
  'passes where a gateway puts * on errors': {
    outcome: 'pass',
    web: {
      headers: (status): Lines => (status === 401 ? { 'access-control-allow-origin': '*' } : {}),
    },
  },
  'passes on a public service': {
    outcome: 'pass',
    against: (against) =>
      declaring({
        cors: { ...against.policy.cors!, origins: [ALLOWED[0]!], public: true, credentials: false },
      })(against),
    web: {
      cors: ({ method, headers }) => ({
        ...(method === 'OPTIONS' && headers['access-control-request-method'] && { status: 200 }),
        headers: star,
      }),
    },
  },
};

/** Sets headers of the plain correct service; `undefined` leaves one out. */
export function setting(lines: Readonly<Record<string, string | string[] | undefined>>): Cors {
  return changed((headers) => {
    for (const [name, value] of Object.entries(lines)) headers[name] = value ?? [];
  });
}

/** Declares more of the policy for origins. */
export function alsoDeclaring(
  cors: Partial<NonNullable<Parameters<typeof declaring>[0]['cors']>>,
): NonNullable<Case['against']> {
  return (against) => declaring({ cors: { ...against.policy.cors!, ...cors } })(against);
}
