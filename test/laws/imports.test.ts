import { describe, expect, test } from 'vitest';
import { importsOf, inFolders } from './sources.ts';

const isLocal = (specifier: string) => /^(src|checks|reporters|scenarios|test|bench)\//.test(specifier);
const isNode = (specifier: string) => specifier.startsWith('node:');

interface Layer {
  readonly folder: string;
  readonly sees: readonly string[];
  readonly packages?: readonly string[];
  readonly node?: boolean;
}

const PURE = { packages: [], node: false } as const;

/** Who may import whom: the layers of the design, innermost first. */
const LAYERS: readonly Layer[] = [
  { folder: 'src/model', sees: ['src/model/'], packages: ['zod'], node: false },
  { folder: 'src/stats', sees: ['src/stats/', 'src/model/'], ...PURE },
  { folder: 'src/metrics', sees: ['src/metrics/', 'src/stats/', 'src/model/'], ...PURE },
  { folder: 'src/gates', sees: ['src/gates/', 'src/metrics/', 'src/stats/', 'src/model/'], ...PURE },
  { folder: 'checks', sees: ['src/model/', 'src/probe/', 'checks/'] },
  { folder: 'reporters', sees: ['src/model/', 'reporters/'] },
];

describe.each(LAYERS)('$folder', ({ folder, sees, packages, node }) => {
  test.each(inFolders(folder))('%s imports only what its layer may see', (file) => {
    const wrong = importsOf(file).filter((specifier) => {
      if (isLocal(specifier)) return !sees.some((prefix) => specifier.startsWith(prefix));
      if (isNode(specifier)) return node === false;
      return packages !== undefined && !packages.includes(specifier.split('/')[0] as string);
    });
    expect(wrong).toEqual([]);
  });
});

test('a check imports no other check', () => {
  const wrong = inFolders('checks')
    .filter((file) => file.split('/').length > 2)
    .flatMap((file) =>
      importsOf(file).filter((it) => it.startsWith('checks/') && it.split('/')[1] !== file.split('/')[1]),
    );
  expect(wrong).toEqual([]);
});

test('only the command line and the public entry know the registries', () => {
  const registries = ['checks/index.ts', 'reporters/index.ts', 'src/engines/index.ts'];
  const knowing = inFolders('src', 'checks', 'reporters').filter((file) =>
    importsOf(file).some((it) => registries.includes(it)),
  );
  expect(knowing.filter((file) => !file.startsWith('src/cli/') && file !== 'src/index.ts')).toEqual([]);
});

test("only loopback demo and command line reach into each other's world", () => {
  const wrong = inFolders('src')
    .filter((file) => !file.startsWith('src/demo/') && !file.startsWith('src/cli/'))
    .filter((file) => importsOf(file).some((it) => it.startsWith('src/demo/')));
  expect(wrong).toEqual([]);
});

test('there are no barrels besides the registries and the public entry', () => {
  const barrels = inFolders('src', 'checks', 'reporters').filter((file) => file.endsWith('/index.ts'));
  expect(barrels.sort()).toEqual([
    'checks/index.ts',
    'reporters/index.ts',
    'src/engines/index.ts',
    'src/index.ts',
  ]);
});
