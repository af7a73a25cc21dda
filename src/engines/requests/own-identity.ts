import type { Context } from '../../model/context.ts';
import type { Credential } from '../../model/identity.ts';

type Known = Pick<Credential, 'subject' | 'token' | 'class' | 'tenant'>;

/** `ctx.identity`: who an iteration is; nobody without a credential. */
export function ownIdentity(credential: Known | undefined): Context['identity'] {
  const { subject = '', token = '', class: rateClass = 'anonymous', tenant } = credential ?? {};
  return { subject, token, class: rateClass, ...(tenant === undefined ? {} : { tenant }) };
}
