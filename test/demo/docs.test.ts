import { readFile, writeFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { DEFECTS } from '../../src/demo/defects.ts';

const PAGE = new URL('../../docs/demo.md', import.meta.url);
const PART = /(?<=<!-- defects -->\n)[\s\S]*(?=<!-- \/defects -->)/;

function table(): string {
  const code = (ids: readonly string[]) => ids.map((id) => `\`${id}\``).join(' ');
  const rows = DEFECTS.map(
    ({ id, title, plan, primary, implied }) =>
      `| \`${id}\` | ${title} | ${plan} | ${code([primary])} | ${code(implied)} |`,
  );
  return ['| defect | what is wrong | plan | primary | implied |', '|---|---|---|---|---|', ...rows, ''].join(
    '\n',
  );
}

test('docs/demo.md lists the defects as they are (UPDATE_DOCS=1 writes them)', async () => {
  const page = await readFile(PAGE, 'utf8');
  if (process.env['UPDATE_DOCS'])
    await writeFile(
      PAGE,
      page.replace(PART, () => table()),
    );
  else expect(PART.exec(page)?.[0]).toBe(table());
});
