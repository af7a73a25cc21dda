import type { Policy } from '../model/policy.ts';
import type { PathParts } from './path.ts';

interface Named {
  readonly path: PathParts;
  readonly kind: 'endpoint' | 'identity';
  readonly name: string | undefined;
}

/** Endpoints and pools that the promises about headers, cookies, caching and signed URLs name. */
export function* answerReferences({ headers, cookies, cache, files }: Policy): Generator<Named> {
  yield* each(['policy', 'headers', 'endpoints'], headers?.endpoints);
  yield* each(['policy', 'headers', 'errors'], headers?.errors);
  yield* each(['policy', 'cookies', 'endpoints'], cookies?.endpoints);
  for (const name of Object.keys(cache)) yield { path: ['policy', 'cache', name], kind: 'endpoint', name };
  for (const [index, { endpoint, identity }] of files.entries()) {
    const path = ['policy', 'files', index];
    yield { path: [...path, 'endpoint'], kind: 'endpoint', name: endpoint };
    yield { path: [...path, 'identity'], kind: 'identity', name: identity };
  }
}

function* each(path: PathParts, names: readonly string[] = []): Generator<Named> {
  for (const [index, name] of names.entries()) yield { path: [...path, index], kind: 'endpoint', name };
}
