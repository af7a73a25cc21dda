import { expect, test } from 'vitest';
import { FILES, importsOf, inFolders, read } from './sources.ts';

const manifest = JSON.parse(read('package.json')) as Record<
  'dependencies' | 'devDependencies',
  Record<string, string>
> & { scripts: Record<string, string> };
const packageOf = (specifier: string) =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
const imported = (...folders: string[]) =>
  new Set(
    inFolders(...folders)
      .flatMap(importsOf)
      .map(packageOf),
  );

test('every dependency is imported by the product', () => {
  const used = imported('src', 'checks', 'reporters', 'scenarios');
  expect(Object.keys(manifest.dependencies).filter((name) => !used.has(name))).toEqual([]);
});

test('the product imports no development dependency', () => {
  const used = imported('src', 'checks', 'reporters', 'scenarios');
  expect(Object.keys(manifest.devDependencies).filter((name) => used.has(name))).toEqual([]);
});

test('every dependency is justified in docs/dependencies.md, and nothing else is', () => {
  const justified = [...read('docs/dependencies.md').matchAll(/^\| `([^`]+)` \|/gm)].map(([, name]) => name);
  const declared = [...Object.keys(manifest.dependencies), ...Object.keys(manifest.devDependencies)];
  expect(justified.sort()).toEqual(declared.sort());
});

test('every page that a document links to exists', () => {
  const broken = FILES.filter((file) => file.endsWith('.md')).flatMap((file) =>
    [...read(file).matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)(?:#[^)]*)?\)/g)]
      .map(([, link]) => new URL(link as string, `file:///${file}`).pathname.slice(1))
      .filter(
        (page) => !FILES.includes(page) && !FILES.some((it) => it.startsWith(`${page.replace(/\/$/, '')}/`)),
      )
      .map((page) => `${file}: ${page}`),
  );
  expect(broken).toEqual([]);
});

test('every npm script that a document names exists', () => {
  const named = FILES.filter((file) => file.endsWith('.md')).flatMap((file) =>
    [...read(file).matchAll(/npm run ([a-z\d:-]+)/g)].map(([, name]) => name as string),
  );
  expect(named.filter((name) => manifest.scripts[name] === undefined)).toEqual([]);
});
