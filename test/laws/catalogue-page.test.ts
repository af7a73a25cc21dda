import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { checks } from '../../checks/index.ts';
import { FAMILIES } from '../../src/model/check.ts';
import { ROOT, read } from './sources.ts';

const PAGE = 'docs/checks.md';

const HEAD = `# Checks

Generated from \`checks/index.ts\`; after a change, \`UPDATE_DOCS=1 npm run laws\` writes it anew. \`canary-gate list checks\` prints the same.

A check's title is true of a correct target. \`spec\` checks hold for everybody, \`exploit\` checks show something that an attacker
gains, \`policy\` checks compare with what the plan declares; a policy that is not declared makes its checks \`not_applicable\`.
Active checks send what an attacker would: off loopback they need \`target.authorisation\`. Checks marked "uses up" exhaust a limit of
a test identity and run after the load.
`;

function rows(family: string): string {
  return checks
    .filter(({ id }) => id.startsWith(`${family}/`))
    .map((check) => {
      const how = [check.active ? 'active' : 'passive', ...(check.exhausting ? ['uses up'] : [])].join(', ');
      return `| \`${check.id}\` | ${check.cases.join(', ')} | ${check.title} | ${check.severity} | ${check.kind} | ${check.profile ?? 'standard'} | ${how} |`;
    })
    .join('\n');
}

const section = (family: string) =>
  `## ${family}\n| check | rows | title | severity | kind | profile | how |\n|---|---|---|---|---|---|---|\n${rows(family)}\n`;

test('docs/checks.md is what the index says', () => {
  const page = `${HEAD}\n${FAMILIES.map(section).join('\n')}`;
  if (process.env.UPDATE_DOCS) writeFileSync(join(ROOT, PAGE), page);
  expect(read(PAGE)).toBe(page);
});
