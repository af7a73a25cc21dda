import type { Section, Variant } from '../variant.ts';

const BEARER = {
  need: 'bearer',
  verdict: 'valid',
  token: (source) => source.valid(),
} as const satisfies Omit<Variant, 'name'>;

export const SCHEME_CASE: Section = {
  id: 'jwt/scheme-case',
  variants: () => ['bearer', 'BEARER'].map((scheme) => under(scheme, `${scheme} `)),
};

export const SCHEME_REQUIRED: Section = {
  id: 'jwt/scheme-required',
  needs: needsLocations,
  variants: () => [
    under('the token alone', ''),
    under('the scheme Token', 'Token '),
    under('the scheme Basic', 'Basic '),
  ],
};

function under(name: string, prefix: string): Variant {
  return { ...BEARER, name, carry: (token) => ({ headers: [['authorization', `${prefix}${token}`]] }) };
}

export const UNDECLARED_LOCATION: Section = {
  id: 'jwt/undeclared-location',
  needs: (context) =>
    needsLocations(context) ??
    (['query', 'cookie'].every((each) => context.policy.jwt?.locations?.includes(each as 'query'))
      ? 'policy.jwt.locations declares every location'
      : undefined),
  variants: ({ policy }) => {
    const declared: readonly string[] = policy.jwt?.locations ?? [];
    return LOCATIONS.filter(({ name }) => !declared.includes(name)).map((variant) => ({
      ...BEARER,
      ...variant,
      name: `in the ${variant.name}`,
    }));
  },
};

const LOCATIONS: readonly Required<Pick<Variant, 'name' | 'carry'>>[] = [
  { name: 'query', carry: (token) => ({ query: { access_token: token, token } }) },
  {
    name: 'cookie',
    carry: (token) => ({ headers: [['cookie', `access_token=${token}; token=${token}; jwt=${token}`]] }),
  },
];

/** That the query alone is accepted shows that the parameter is looked at. */
export const QUERY_ALONE = 'in the query alone';

export const TWO_LOCATIONS: Section = {
  id: 'jwt/two-locations',
  needs: ({ policy }) =>
    ['header', 'query'].every((each) => policy.jwt?.locations?.includes(each as 'query'))
      ? undefined
      : 'declare policy.jwt.locations with header and query: one location alone cannot be used twice',
  variants: ({ policy }) => {
    const name = policy.jwt?.queryParameter ?? 'access_token';
    const query = (token: string) => ({ query: { [name]: token } });
    return [
      { ...BEARER, name: QUERY_ALONE, carry: query },
      {
        ...BEARER,
        name: 'in header and query',
        carry: (token) => ({ ...query(token), headers: [['authorization', `Bearer ${token}`]] }),
      },
    ];
  },
};

function needsLocations({ policy }: Parameters<Section['variants']>[0]): string | undefined {
  return policy.jwt?.locations === undefined
    ? 'declare policy.jwt.locations, such as [header]: where tokens are looked for'
    : undefined;
}
