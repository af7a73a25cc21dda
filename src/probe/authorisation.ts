import { isLoopback, type Target } from '../model/target.ts';
import { endOf } from './finding.ts';

/** Why active checks and floods may not be sent to a target; undefined when they may. `now` is the wall clock. */
export function notAuthorised(target: Target, now: number): string | undefined {
  if (isLoopback(target)) return undefined;
  const { authorisation } = target;
  if (authorisation === undefined)
    return 'not authorised: the target is not on this machine; declare target.authorisation (by, scope, until)';
  if (now > endOf(authorisation.until))
    return `not authorised: the authorisation by ${authorisation.by} ended on ${authorisation.until}`;
  return undefined;
}
