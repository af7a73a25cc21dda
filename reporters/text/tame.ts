import { printable } from '../../src/model/text.ts';

/** Longest text of a target that a report repeats; the evidence folder holds the rest. */
export const LONGEST = 600;

/**
 * Text of a target made harmless for every report: one line, no control bytes, and nothing that a CI runner takes for
 * a command. Runners read `::name::` at the start of a line, however far indented, and `##[name]` anywhere; as a
 * reporter may break lines anywhere, neither is left in any place.
 */
export function tame(text: string, most = LONGEST): string {
  return printable(text, most)
    .replace(/::(?=[a-z])/gi, '\\u{3a}:')
    .replaceAll('##[', '##\\u{5b}')
    .replaceAll('##vso[', '##vso\\u{5b}');
}
