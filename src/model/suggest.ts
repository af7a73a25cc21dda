/** The candidate that was probably meant, or `undefined` when none is near: for "did you mean". */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  const wanted = word.toLowerCase();
  let best: string | undefined;
  let least = Math.max(1, Math.floor(wanted.length / 3)) + 1;
  for (const candidate of candidates) {
    const steps = distance(wanted, candidate.toLowerCase());
    if (steps < least) {
      least = steps;
      best = candidate;
    }
  }
  return best;
}

/** ` Did you mean "x"?`, or nothing: to be put after a sentence. */
export function didYouMean(word: string, candidates: Iterable<string>): string {
  const candidate = nearest(word, candidates);
  return candidate === undefined ? '' : ` Did you mean "${candidate}"?`;
}

/** Edits (insert, delete, replace, swap of neighbours) that turn one word into the other. */
function distance(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, column) => column)];
  for (let i = 1; i <= a.length; i++) rows.push(nextRow(a, b, i, rows));
  return rows[a.length]![b.length]!;
}

function nextRow(a: string, b: string, i: number, rows: readonly number[][]): number[] {
  const above = rows[i - 1]!;
  const row = [i];
  for (let j = 1; j <= b.length; j++) {
    const replaced = above[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
    row.push(Math.min(above[j]! + 1, row[j - 1]! + 1, replaced));
    if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
      row[j] = Math.min(row[j]!, rows[i - 2]![j - 2]! + 1);
  }
  return row;
}
