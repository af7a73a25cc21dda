import type { Scene } from './scene.ts';

/** One token of each pool at least can be had, or there is nothing to run: rejects with an `IdentityError`. */
export async function warm(scenes: readonly Scene[]): Promise<void> {
  const wanted = new Map<string, { readonly scene: Scene; readonly pool: string }>();
  for (const scene of scenes)
    for (const pool of poolsOf(scene)) wanted.set(`${scene.use} ${pool}`, { scene, pool });
  await Promise.all(
    [...wanted.values()].map(({ scene: { session, use, flooder }, pool }) => {
      session.permits(use).size(pool);
      return session.credential(pool, use, use === 'flood' ? flooder : 0);
    }),
  );
}

function poolsOf({ scenario: { spec }, session }: Scene): string[] {
  const { endpoints } = session.job;
  const pools = (spec.requests ?? []).map((entry) =>
    typeof entry === 'string'
      ? endpoints[entry]?.identity
      : (entry.identity ?? endpoints[entry.endpoint]?.identity),
  );
  return [spec.identity, ...pools].filter((pool) => pool !== undefined);
}
