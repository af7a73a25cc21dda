import type { Exchange, HeaderLines } from '../../model/exchange.ts';
import { callOf } from '../call.ts';
import { type Baselines, isSilent, type Reading, readAnswer } from '../tokens/answer.ts';
import { baselinesOf } from '../tokens/jwt-judge.ts';
import type { Mint } from '../tokens/mint.ts';
import { CONTROL, control, type Field, noted } from './route.ts';

/** One use of a token within an episode. */
export interface Step {
  readonly token: string;
  readonly wants: 'accepted' | 'rejected';
  /** Its answer is the question; that of the others is what must hold for the question to mean something. */
  readonly asks?: true;
  /** On a connection of its own. */
  readonly alone?: true;
  /** Another endpoint of the plan, by name. */
  readonly endpoint?: string;
  /** Another pool that the token is of. */
  readonly pool?: string;
  /** When it is sent, in ms of our wall clock. */
  readonly at?: number;
}

/** Uses of tokens that answer one question; the tokens are new ones for every attempt. */
export interface Episode {
  readonly name: string;
  /** Row of the catalogue. */
  readonly row: string;
  readonly steps: (mint: Mint) => Promise<readonly Step[]>;
  /** The first token may be refused as well: then there is nothing to ask. */
  readonly refusable?: boolean;
}

/** What came of an attempt, of all its attempts, of an episode. */
export type Result = 'right' | 'wrong' | 'refused' | 'open';

/** An attempt that got no clear answer is not repeated with the same tokens: others are made, so often for all episodes. */
const SPARE = 2;
/** A rejection of what is good may be chance; an acceptance of what is used up is proof. */
const CONFIRMED = 2;
const CLOSE: HeaderLines = [['connection', 'close']];

/** Requests that episodes of so many steps may take; where they ask for an acceptance, with controls between. */
export function episodesBudget(steps: readonly number[], { honest = false } = {}): number {
  const once = steps.reduce((sum, count) => sum + count, 0);
  const controls = honest ? (steps.length + SPARE) * CONTROL : 0;
  return once + SPARE * Math.max(0, ...steps) + controls;
}

/** Plays episodes one after the other. */
export async function playAll(
  field: Field,
  opening: readonly Exchange[],
  episodes: readonly Episode[],
): Promise<Exchange[]> {
  const seen: Exchange[] = [];
  let spare = SPARE;
  for (const episode of episodes) {
    const played = await play(field, [...opening, ...seen], episode, spare);
    seen.push(...played.seen);
    spare -= played.attempts - 1;
  }
  return seen;
}

/** Plays until it is clear: right or proven wrong once, or wrong to honest clients twice. */
async function play(
  field: Field,
  before: readonly Exchange[],
  episode: Episode,
  spare: number,
): Promise<{ seen: Exchange[]; attempts: number }> {
  const seen: Exchange[] = [];
  let wrong = 0;
  for (let attempt = 0; ; attempt++) {
    const { uses, honest } = await playOnce(field, episode, attempt);
    seen.push(...uses);
    const result = resultOf(uses, baselinesOf([...before, ...seen]));
    if (result === 'wrong' && honest) {
      wrong += 1;
      seen.push(...(await control(field)));
    }
    const doubtful = result === 'open' || (wrong > 0 && wrong < CONFIRMED);
    if (!doubtful || attempt === spare) return { seen, attempts: attempt + 1 };
    await field.probe.sleep(300 * (attempt + 1));
  }
}

async function playOnce(
  field: Field,
  episode: Episode,
  attempt: number,
): Promise<{ uses: Exchange[]; honest: boolean }> {
  const steps = await episode.steps(field.trial.mint);
  const uses: Exchange[] = [];
  for (const [index, step] of steps.entries()) {
    const exchange = await use(field, step);
    const { name, row, refusable = false } = episode;
    const facts = { ...exchange.facts, part: 'use', episode: name, row, attempt, of: steps.length };
    uses.push({
      ...exchange,
      role: `use ${index + 1} ${name}`,
      facts: { ...facts, wants: step.wants, asks: step.asks ?? false, refusable },
    });
    // A limiter or a fault spoke, or the first token was not taken: what follows would say nothing.
    if (isSilent(exchange) || (index === 0 && refusable && isRefusal(exchange))) break;
  }
  return { uses, honest: steps.some(({ asks, wants }) => asks && wants === 'accepted') };
}

async function use(field: Field, step: Step): Promise<Exchange> {
  const { probe, trial, context, rule } = field;
  const { token, alone, endpoint: name = rule.endpoint, pool = trial.mint.pool, at } = step;
  const endpoint = context.endpoints[name]!;
  const wait = at === undefined ? 0 : at - probe.now();
  if (wait > 0) await probe.sleep(wait);
  const sent = await probe.send(callOf(endpoint, trial.mint.subject, alone ? CLOSE : []), {
    role: 'use',
    timeout: endpoint.timeout,
    as: probe.present(pool, token),
  });
  return noted(field, [sent], name)[0]!;
}

/** What each attempt of each episode came to. */
export interface Attempt {
  readonly episode: string;
  readonly row: string;
  readonly result: Result;
  readonly uses: readonly Exchange[];
}

/** The attempts of a route, in order. */
export function attemptsOf(route: readonly Exchange[]): Attempt[] {
  const compared = baselinesOf(route);
  const uses = route.filter(({ facts }) => facts?.['part'] === 'use');
  const grouped = Map.groupBy(uses, ({ facts }) => `${facts?.['episode']} ${facts?.['attempt']}`);
  return [...grouped.values()].map((each) => ({
    episode: String(each[0]!.facts?.['episode']),
    row: String(each[0]!.facts?.['row']),
    result: resultOf(each, compared),
    uses: each,
  }));
}

/** As for any token; besides, a service may call a second use a conflict, or say that the token is gone. */
export function readUse(exchange: Exchange, compared: Baselines): Reading {
  const status = exchange.response?.status;
  if (status === 409 || status === 410) return 'rejected';
  const valid = compared.valid.filter(({ facts }) => facts?.['at'] === exchange.facts?.['at']);
  const reading = readAnswer(exchange, { ...compared, valid });
  // Of the same form as a good answer, and not what the plan expects of one: a duplicate may be told in a member.
  const unlike = exchange.facts?.['expected'] === false && valid.some(({ facts }) => facts?.['expected']);
  return reading === 'accepted' && unlike ? 'unclear' : reading;
}

function resultOf(uses: readonly Exchange[], compared: Baselines): Result {
  const [first] = uses;
  if (first === undefined) return 'open';
  if (first.facts?.['refusable'] && isRefusal(first)) return 'refused';
  const is = (exchange: Exchange, wanted: Reading) => readUse(exchange, compared) === wanted;
  const wanted = (exchange: Exchange) => exchange.facts?.['wants'] as 'accepted' | 'rejected';
  const asked = uses.filter(({ facts }) => facts?.['asks'] === true);
  const others = uses.filter(({ facts }) => facts?.['asks'] !== true);
  if (!others.every((exchange) => is(exchange, wanted(exchange)))) return 'open';
  if (asked.some((exchange) => is(exchange, wanted(exchange) === 'accepted' ? 'rejected' : 'accepted')))
    return 'wrong';
  const complete = uses.length === Number(first.facts?.['of']);
  return complete && asked.every((exchange) => is(exchange, wanted(exchange))) ? 'right' : 'open';
}

/** Any clear refusal, whatever its status: what is too long for a header, say, is no token either. */
function isRefusal(exchange: Exchange): boolean {
  return !isSilent(exchange) && (exchange.response?.status ?? 0) >= 400;
}
