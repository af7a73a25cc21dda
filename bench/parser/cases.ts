import { type Case, HEAD_BYTES } from './case.ts';
import { CORPUS } from './corpus.ts';
import type { Row } from './corpus-row.ts';
import { Dice } from './dice.ts';
import { type Written, write } from './grammar.ts';
import { mutate } from './mutate.ts';

/** Rows of the corpus that are short enough to be cut everywhere, a million times. */
const SEEDS: readonly Row[] = Object.values(CORPUS)
  .flat()
  .filter(([, text]) => text.length < 1000);

/** The case of that number: always the same for the same seed. */
export function caseAt(seed: number, index: number): Case {
  const dice = new Dice(seed, index);
  const { text, isBodyless, isValid } = dice.chance(0.85) ? write(dice) : fromCorpus(dice);
  const isMutated = dice.chance(0.6);
  const isTight = dice.chance(0.03);
  return {
    bytes: Buffer.from(isMutated ? mutate(dice, text) : text, 'latin1'),
    isBodyless,
    headBytes: isTight ? dice.between(16, 300) : HEAD_BYTES,
    isValid: isValid && !isMutated && !isTight,
  };
}

function fromCorpus(dice: Dice): Written {
  const [, text, expected, isBodyless = false] = dice.pick(SEEDS);
  return { text, isBodyless, isValid: typeof expected !== 'string' };
}
