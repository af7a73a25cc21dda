import type { Exchange } from '../../model/exchange.ts';
import type { Judgement, Severity } from '../../model/finding.ts';
import { open } from '../tokens/jwt-judge.ts';
import { type Attempt, attemptsOf } from './episode.ts';

/** What an episode is called, and what its failing means. */
export interface Wording {
  /** What was rejected or accepted, as a noun. */
  readonly sent: string;
  /** What becomes of it at a correct service. */
  readonly wanted: 'accepted' | 'rejected';
  /** Of episodes that are milder or worse than the check. */
  readonly severity?: (rows: readonly string[]) => Severity | undefined;
}

type Played = readonly [name: string, attempts: readonly Attempt[]];

/** Fails on what is proven of any episode; passes when every episode is clear; otherwise leaves it open. */
export function judgeEpisodes(route: readonly Exchange[], wording: Wording): Judgement {
  const episodes = [...Map.groupBy(attemptsOf(route), ({ episode }) => episode)];
  const wrong = episodes.filter(([, attempts]) => isProven(attempts, wording));
  if (wrong.length > 0) return failed(wrong, wording);
  const unclear = episodes.filter(([, attempts]) => !attempts.some(isClear) || attempts.some(isWrong));
  if (episodes.length === 0 || unclear.length > 0) {
    const names = unclear.map(([name]) => name).join(', ');
    return open(`no attempt got clear answers (${names})`, unclear[0]?.[1].at(-1)?.uses.at(-1));
  }
  return passed(episodes, wording);
}

function passed(episodes: readonly Played[], { sent, wanted }: Wording): Judgement {
  const told = episodes.filter(([, attempts]) => wanted === 'rejected' || attempts.some(isRight));
  if (told.length === 0)
    return { outcome: 'not_applicable', message: 'no token of this kind is accepted in the first place' };
  const exchanges = told.flatMap(([, attempts]) => attempts.filter(isClear).flatMap(idsOf));
  const names = told.map(([name]) => name).join(', ');
  return { outcome: 'pass', message: `${sent} was ${wanted}: ${names}`, exchanges };
}

/** An acceptance of what was used up is proof; a rejection of what is good counts when nothing ever contradicts it. */
function isProven(attempts: readonly Attempt[], { wanted }: Wording): boolean {
  const wrong = attempts.filter(isWrong).length;
  return wanted === 'rejected' ? wrong > 0 : wrong > 1 && !attempts.some(isClear);
}

function failed(wrong: readonly Played[], wording: Wording): Judgement {
  const { sent, wanted, severity } = wording;
  const attempts = wrong.flatMap(([, all]) => all.filter(isWrong));
  const rows = [...new Set(attempts.map(({ row }) => row))];
  const given = severity?.(rows);
  return {
    outcome: 'fail',
    message: `${sent} was ${wanted === 'rejected' ? 'accepted' : 'rejected'}: ${wrong.map(([name]) => name).join(', ')}`,
    ...(given && { severity: given }),
    cases: rows,
    exchanges: attempts.flatMap(idsOf),
  };
}

const isWrong = ({ result }: Attempt): boolean => result === 'wrong';
const isRight = ({ result }: Attempt): boolean => result === 'right';
const isClear = ({ result }: Attempt): boolean => result === 'right' || result === 'refused';
const idsOf = ({ uses }: Attempt): string[] => uses.map(({ id }) => id);
