import { expect, test } from 'vitest';
import { checks } from '../../checks/index.ts';
import { DEFECTS } from '../../src/demo/defects.ts';
import { EXECUTORS } from '../../src/model/scenario.ts';
import { jsonSchema } from '../../src/plan/jsonschema.ts';
import { cli } from './cli.ts';

const ids = async (...args: string[]) =>
  (JSON.parse((await cli([...args, '--json'])).stdout) as { id: string }[]).map(({ id }) => id);

test('the catalogues are those of the code', async () => {
  expect(await ids('list', 'checks')).toEqual(checks.map(({ id }) => id));
  expect(await ids('list', 'executors')).toEqual(EXECUTORS);
  expect(await ids('list', 'engines')).toContain('embedded');
  expect(await ids('list', 'reporters')).toEqual(
    expect.arrayContaining(['terminal', 'json', 'junit', 'markdown']),
  );
});

test('defects are listed with what finds them', async () => {
  const { stdout } = await cli(['demo', '--list-defects', '--json']);
  expect(JSON.parse(stdout)).toEqual(DEFECTS);
});

test.each(['checks', 'reporters', 'engines', 'gates', 'executors', 'defects'])(
  'list %s is readable',
  async (what) => {
    const { code, stdout } = await cli(['list', what]);
    expect(code).toBe(0);
    expect(stdout.trim().split('\n').length).toBeGreaterThan(1);
  },
);

test.each(['plan', 'report'] as const)('schema %s', async (of) => {
  const { code, stdout } = await cli(['schema', of]);
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toEqual(JSON.parse(JSON.stringify(jsonSchema(of))));
});

test('a reader that goes away is no error', async () => {
  const { code, stderr } = await cli(['schema', 'plan'], { during: ({ stdout }) => stdout?.destroy() });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
});
