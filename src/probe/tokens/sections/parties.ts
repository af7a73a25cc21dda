import type { JWT_CLAIMS } from '../../../model/policy/jwt.ts';
import { minted, type Section, type Variant } from '../variant.ts';
import { claiming } from './time.ts';

const OTHER_ISSUER = 'https://issuer.example';
const OTHER_AUDIENCE = 'https://audience.example';

export const ISSUER: Section = {
  id: 'jwt/issuer',
  needs: ({ policy }) => (policy.jwt?.issuer === undefined ? 'declare policy.jwt.issuer' : undefined),
  variants: ({ policy }) => wrongIssuers(policy.jwt?.issuer ?? ''),
};

function wrongIssuers(declared: string): Variant[] {
  const wrong: [name: string, iss: unknown][] = [
    ['another issuer', OTHER_ISSUER],
    ['no issuer', undefined],
    ['a slash more or less', declared.endsWith('/') ? declared.slice(0, -1) : `${declared}/`],
    ['upper case', declared.toUpperCase()],
    ['more text behind', `${declared}EVIL`],
    ['the right issuer among others', [declared, OTHER_ISSUER]],
  ];
  return wrong.filter(([, iss]) => iss !== declared).map(([name, iss]) => claiming(name, () => ({ iss })));
}

export const AUDIENCE: Section = {
  id: 'jwt/audience',
  needs: needsAudience,
  variants: ({ policy }) => {
    const wrong: [name: string, aud: unknown][] = [
      ['another audience', OTHER_AUDIENCE],
      ['no audience', undefined],
      ['no member', []],
      ['more text behind', `${policy.jwt?.audience}-evil`],
      ['another member', [OTHER_AUDIENCE]],
    ];
    return wrong.map(([name, aud]) => claiming(name, () => ({ aud })));
  },
};

export const AUDIENCE_LIST: Section = {
  id: 'jwt/audience-list',
  needs: needsAudience,
  variants: ({ policy }) => {
    const { audience, soleAudience = false } = policy.jwt ?? {};
    return [
      claiming('a list of the right audience alone', () => ({ aud: [audience] })),
      ...(soleAudience
        ? []
        : [claiming('the right audience among others', () => ({ aud: [audience, OTHER_AUDIENCE] }))]),
    ];
  },
};

function needsAudience({ policy }: Parameters<Section['variants']>[0]): string | undefined {
  return policy.jwt?.audience === undefined ? 'declare policy.jwt.audience' : undefined;
}

export const REQUIRED_CLAIMS: Section = {
  id: 'jwt/required-claims',
  needs: ({ policy }) =>
    policy.jwt?.required.length === 0 ? 'declare policy.jwt.required, such as [exp, jti]' : undefined,
  variants: ({ policy }) =>
    (policy.jwt?.required ?? []).map((claim: (typeof JWT_CLAIMS)[number]) =>
      claiming(`no ${claim}`, () => ({ [claim]: undefined })),
    ),
};

export const TYPE: Section = {
  id: 'jwt/type',
  needs: ({ policy }) =>
    policy.jwt?.type === undefined ? 'declare policy.jwt.type, such as at+jwt' : undefined,
  variants: ({ policy }) => {
    const declared = policy.jwt?.type ?? '';
    const others = ['JWT', 'dpop+jwt'].filter((typ) => typ.toLowerCase() !== declared.toLowerCase());
    return [...others.map((typ) => typed(`typ ${typ}`, typ)), typed('no typ', undefined)];
  },
};

function typed(name: string, typ: string | undefined): Variant {
  return minted({
    name,
    token: ({ issuer, header, claims }) => issuer!.signAnything({ ...header, typ }, claims()),
  });
}
