import type { Problem } from '../model/errors.ts';
import { quote } from '../model/text.ts';
import { isEmittable } from '../probe/cors/protocol.ts';
import { formatPath } from './path.ts';
import type { Plan } from './schema.ts';

/** Declared origins that no browser ever sends: no server could grant them. */
export function corsOrigins({ policy: { cors } }: Plan): Problem[] {
  return (cors?.origins ?? []).flatMap((origin, index) =>
    isEmittable(origin)
      ? []
      : [
          {
            path: formatPath(['policy', 'cors', 'origins', index]),
            message: `${quote(origin)} is no origin as browsers send it`,
            allowed: 'scheme and host in lower case, a port where it is not the default, and nothing else',
          },
        ],
  );
}
