import { forge, partsOf, type TokenParts } from '../forge.ts';
import type { Header, Source } from '../source.ts';
import type { Section, Variant } from '../variant.ts';

/** Texts that careless clients send, and careless servers let in. */
const TEXTS = ['null', 'undefined', 'true', '{}', '..'] as const;

export const NO_TOKEN: Section = {
  id: 'jwt/no-token',
  variants: () =>
    TEXTS.map((text, index) => ({
      name: text,
      need: undefined,
      least: index === 0 ? 'quick' : 'standard',
      token: () => text,
    })),
};

const ALGORITHMS: readonly (readonly [name: string, header: Header])[] = [
  ['none', { alg: 'none' }],
  ['nOnE', { alg: 'nOnE' }],
  ['None', { alg: 'None' }],
  ['NONE', { alg: 'NONE' }],
  ['noNE', { alg: 'noNE' }],
  ['empty alg', { alg: '' }],
  ['null alg', { alg: null }],
  ['no alg', {}],
  ['alg in an array', { alg: ['none'] }],
];
/** Algorithms that quick runs try, and that standard runs try with a signature too. */
const QUICK = 2;
const BORROWED = 4;

export const ALG_NONE: Section = {
  id: 'jwt/alg-none',
  variants: () =>
    ALGORITHMS.flatMap(([name, header], index): Variant[] => [
      {
        name: `${name}, unsigned`,
        least: index < QUICK ? 'quick' : 'standard',
        token: (source) => unsigned(source, header),
      },
      {
        name: `${name}, signature of another token`,
        least: index < BORROWED ? 'standard' : 'deep',
        token: (source) => borrowed(source, header),
      },
    ]),
};

function unsigned(source: Source, header: Header): string {
  return forge({
    header: headerWith(source, header),
    payload: source.claims(),
    signWith: { kind: 'none' },
  });
}

async function borrowed(source: Source, header: Header): Promise<string> {
  const { payload, signature } = partsOf(await source.valid());
  return `${partsOf(forge({ header: headerWith(source, header), payload: {}, signWith: { kind: 'none' } })).header}.${payload}.${signature}`;
}

function headerWith({ header }: Source, changed: Header): Header {
  const { alg: _, ...rest } = header;
  return { ...changed, ...rest };
}

const SHAPES: readonly (readonly [name: string, shape: (parts: TokenParts) => string])[] = [
  ['empty signature', ({ header, payload }) => `${header}.${payload}.`],
  ['no signature', ({ header, payload }) => `${header}.${payload}`],
  ['no payload', ({ header, signature }) => `${header}..${signature}`],
  ['no header', ({ payload, signature }) => `.${payload}.${signature}`],
  ['one segment', ({ header }) => header],
  ['four segments', ({ header, payload, signature }) => `${header}.${payload}.${signature}.${signature}`],
  ['five segments', ({ header, payload, signature }) => `${header}.${payload}.${signature}..${signature}`],
];

export const STRIPPED: Section = {
  id: 'jwt/stripped',
  variants: () =>
    SHAPES.map(([name, shape]) => ({
      name,
      token: async (source) => shape(partsOf(await source.valid())),
    })),
};
