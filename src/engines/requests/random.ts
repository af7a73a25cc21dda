/** Numbers in [0, 1) that look random and repeat with the seed (mulberry32). Good for choices, not for secrets. */
export function seeded(...parts: readonly (string | number)[]): () => number {
  let state = hash(parts.join('\u0000'));
  return () => {
    state = (state + STEP) | 0;
    return mixed(state);
  };
}

/** Any number of the same sequence by its place, from 0, without those before it. */
export function seededAt(...parts: readonly (string | number)[]): (place: number) => number {
  const state = hash(parts.join('\u0000'));
  return (place) => mixed((state + Math.imul(place + 1, STEP)) | 0);
}

/** A function that draws an index by weight. */
export function weighted(weights: readonly number[], random: () => number): () => number {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (weights.length === 1) return () => 0;
  return () => {
    let rest = random() * total;
    const index = weights.findIndex((weight) => {
      rest -= weight;
      return rest < 0;
    });
    return index === -1 ? weights.length - 1 : index;
  };
}

const STEP = 0x6d2b79f5;

function mixed(state: number): number {
  let bits = Math.imul(state ^ (state >>> 15), 1 | state);
  bits = (bits + Math.imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits;
  return ((bits ^ (bits >>> 14)) >>> 0) / 4_294_967_296;
}

/** FNV-1a, 32 bits. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1)
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  return value >>> 0;
}
