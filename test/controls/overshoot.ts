import type { Seen } from './service.ts';

/** Rejections that a client may cause for one used-up quota. */
const MOST_REJECTED = 3;
/** In ms: a request that is under way when the rejection is sent cannot heed it. */
const UNDER_WAY = 100;

/** Where clients went on though they were rejected, as sentences; `statuses` are those of rejections. */
export function overshoots(seen: readonly Seen[], statuses: readonly number[] = [429]): string[] {
  const limited = seen.filter((each) => keyOf(each) !== undefined);
  return [...Map.groupBy(limited, keyOf)].flatMap(([key, requests]) =>
    episodesOf(requests, statuses).flatMap((episode) => [
      ...(episode.rejected.length > MOST_REJECTED
        ? [`${key}: ${episode.rejected.length} rejections in a row`]
        : []),
      ...hasty(episode).map((after) => `${key}: asked again ${after} ms after Retry-After had grown`),
    ]),
  );
}

/** Of the two limits that all services have: addresses at the root, subjects at the list. */
function keyOf({ path, address, subject }: Seen): string | undefined {
  const route = (path.split('?')[0] ?? '').toLowerCase().replace(/(?<=.)\/$/, '');
  if (route === '/') return address;
  return route === '/api/items' ? subject : undefined;
}

/** What is rejected in a row, and the request that comes next. */
interface Episode {
  readonly rejected: Seen[];
  next?: Seen;
}

function episodesOf(requests: readonly Seen[], statuses: readonly number[]): Episode[] {
  const episodes: Episode[] = [];
  let current: Episode | undefined;
  for (const each of requests) {
    if (!statuses.includes(each.status)) {
      if (current) current.next = each;
      current = undefined;
    } else if (current) current.rejected.push(each);
    else {
      current = { rejected: [each] };
      episodes.push(current);
    }
  }
  return episodes;
}

/** Milliseconds after which requests came that a grown Retry-After asked to leave. */
function hasty({ rejected, next }: Episode): number[] {
  return [...rejected, ...(next ? [next] : [])].flatMap((each, index, all) => {
    const [before, last] = [all[index - 2], all[index - 1]];
    const grew = Number(last?.retryAfter) > Number(before?.retryAfter);
    const after = each.at - Number(last?.at);
    return grew && after > UNDER_WAY && after < Number(last?.retryAfter) * 1000 ? [after] : [];
  });
}
