import type { Severity } from '../../src/model/finding.ts';
import { plain } from '../markdown/escape.ts';
import type { Found } from '../text/findings.ts';
import { linkOf } from '../text/references.ts';
import { tame } from '../text/tame.ts';
import { message } from './text.ts';

/** How much a severity weighs in SARIF, and in GitHub's bands: above 9 critical, from 7 high, from 4 medium, above 0 low. */
export const WEIGHTS: Readonly<Record<Severity, { level: 'error' | 'warning' | 'note'; score?: string }>> = {
  critical: { level: 'error', score: '9.5' },
  high: { level: 'error', score: '8.0' },
  medium: { level: 'warning', score: '5.5' },
  low: { level: 'note', score: '2.0' },
  info: { level: 'note' },
};

const KINDS: Readonly<Record<Found['kind'], string>> = {
  spec: 'A specification demands it of everybody.',
  exploit: 'Where it is not so, an attacker gains something.',
  policy: 'The plan declares it.',
};

/** A check as a rule: nothing in it comes from the target, and it is the same in every run of the same version and plan. */
export function rule(check: Found): object {
  const { level, score } = WEIGHTS[check.severity];
  const [family = '', name = ''] = check.id.split('/');
  const links = check.references.map(linkOf).filter((link) => link !== undefined);
  return {
    id: tame(check.id),
    name: pascalCase(`${family}-${name}`),
    shortDescription: message(`${check.title}.`),
    fullDescription: message(`${check.title}. ${KINDS[check.kind]}`),
    ...(links.length > 0 && { helpUri: links[0] }),
    help: { text: helpText(check), markdown: helpMarkdown(check) },
    defaultConfiguration: { level },
    properties: {
      tags: ['security', tame(family), check.kind, ...weaknesses(check)],
      precision: 'very-high',
      'problem.severity': level === 'note' ? 'recommendation' : level,
      ...(score && { 'security-severity': score }),
    },
  };
}

function helpText({ remedy, references }: Found): string {
  return [`What to do: ${tame(remedy)}`, ...references.map((reference) => `See ${tame(reference)}`)].join(
    '\n',
  );
}

function helpMarkdown({ remedy, references }: Found): string {
  const places = references.map((reference) => {
    const link = linkOf(reference);
    return `- ${link === reference ? `<${link}>` : plain(reference)}${link && link !== reference ? `: <${link}>` : ''}`;
  });
  return ['**What to do**', '', plain(remedy), ...(places.length > 0 ? ['', ...places] : [])].join('\n');
}

/** GitHub groups alerts by tags of this form. */
function weaknesses({ references }: Found): string[] {
  const numbers = references.flatMap((reference) => /^CWE-(\d+)/.exec(reference)?.[1] ?? []);
  return numbers.slice(0, 5).map((number) => `external/cwe/cwe-${number}`);
}

function pascalCase(text: string): string {
  const words = text.split(/[^a-z0-9]+/i).filter((word) => word !== '');
  return words.map((word) => word[0]?.toUpperCase() + word.slice(1)).join('') || 'Check';
}
