const MILLISECONDS = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
type DurationUnit = keyof typeof MILLISECONDS;
/** Texts such as `250ms`, `1.5s`, `1m30s` or `2h`. */
export const DURATION = /^(\d+(?:\.\d+)?(?:ms|s|m|h|d))+$/;

/** Milliseconds of a duration such as `250ms`, `1.5s`, `1m30s` or `2h`; `undefined` when it is none. */
export function parseDuration(text: string): number | undefined {
  if (!DURATION.test(text)) return undefined;
  let total = 0;
  for (const [, amount, unit] of text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h|d)/g))
    total += Number(amount) * MILLISECONDS[unit as DurationUnit];
  return total;
}

/** Shortest exact text of a duration in milliseconds: `90000` is `1m30s`. */
export function formatDuration(milliseconds: number): string {
  if (milliseconds < 1000) return `${Number(milliseconds.toFixed(1))}ms`;
  const parts: string[] = [];
  let rest = milliseconds;
  for (const unit of ['h', 'm'] as const) {
    const whole = Math.floor(rest / MILLISECONDS[unit]);
    if (whole > 0) parts.push(`${whole}${unit}`);
    rest -= whole * MILLISECONDS[unit];
  }
  if (rest > 0) parts.push(`${Number((rest / 1000).toFixed(3))}s`);
  return parts.join('');
}
