import type { Metric, ParsedGate } from './ast.ts';

/** A stable id that says what a gate is about; `taken` receives it. The bound is only added where two would be alike. */
export function takeId(gate: ParsedGate, kind: 'gate' | 'trigger', taken: Set<string>): string {
  const words = [...wordsOf(gate.metric), ...Object.values(gate.selector)];
  const base = slug(kind === 'trigger' ? ['trigger', ...words] : words);
  const { condition } = gate;
  const bound =
    condition.kind === 'compare' ? `${condition.value}${condition.unit}` : `${condition.margin * 100}%`;
  const candidates = [base, slug([base, bound])];
  for (let number = 2; candidates.every((candidate) => taken.has(candidate)); number += 1)
    candidates.push(`${slug([base, bound])}-${number}`);
  const id = candidates.find((candidate) => !taken.has(candidate)) as string;
  taken.add(id);
  return id;
}

function wordsOf(metric: Metric): string[] {
  switch (metric.kind) {
    case 'percentile':
      return [
        `p${Number((metric.quantile * 100).toFixed(6))}`,
        'timing' in metric.of ? metric.of.timing : metric.of.custom,
      ];
    case 'trend':
      return ['trend', ...wordsOf(metric.of)];
    case 'signal':
      return ['signal', metric.name];
    case 'rate':
    case 'count':
      return [metric.kind, metric.of];
    default:
      return [metric.kind];
  }
}

function slug(words: readonly string[]): string {
  const text = words.join('-').toLowerCase().replaceAll('%', 'pct').replaceAll('/', '-per-');
  return text
    .replace(/[^a-z0-9_]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60);
}
