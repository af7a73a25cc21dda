import type { Check, CheckContext } from '../../src/model/check.ts';
import type { Exchange } from '../../src/model/exchange.ts';
import { quote } from '../../src/model/text.ts';
import { type Defect, declaredValue, differs, headerCheck } from '../../src/probe/headers/header-check.ts';
import { answerHeaders, headerValues } from '../../src/probe/headers.ts';

const NAME = 'strict-transport-security';

export const hsts: Check = headerCheck({
  id: 'headers/hsts',
  cases: ['HDR-03'],
  title: 'Strict-Transport-Security holds as long as declared',
  severity: 'medium',
  why: 'A browser that has not been told to use https can be led to http by anyone on the network.',
  remedy: 'Send one Strict-Transport-Security header over https, with the declared max-age and directives.',
  references: ['https://www.rfc-editor.org/rfc/rfc6797#section-6.1'],
  needs: (context) => {
    if (!context.target.secure)
      return 'browsers ignore Strict-Transport-Security over plain http (RFC 6797 section 8.1)';
    const declared = context.policy.headers?.hsts ?? declaredValue(context, NAME);
    return declared === undefined ? 'declare policy.headers.hsts, e.g. { minAge: 15552000 }' : undefined;
  },
  defect: (exchange, context) => differs(exchange, context, NAME) ?? weakness(exchange, context),
  good: 'Strict-Transport-Security is as declared',
});

function weakness(exchange: Exchange, { policy }: CheckContext): Defect | undefined {
  const wanted = policy.headers?.hsts;
  if (wanted === undefined) return undefined;
  const values = headerValues(answerHeaders(exchange), NAME);
  if (values.length !== 1)
    return {
      message:
        values.length === 0
          ? 'Strict-Transport-Security is absent'
          : 'Strict-Transport-Security is sent more than once',
    };
  const directives = parse(values[0]!);
  if (directives === undefined)
    return { message: `Strict-Transport-Security cannot be read: ${quote(values[0]!)}` };
  const age = directives.get('max-age') ?? '';
  if (!/^\d+$/.test(age))
    return { message: `Strict-Transport-Security has no max-age: ${quote(values[0]!)}` };
  if (Number(age) < wanted.minAge)
    return { message: `max-age of Strict-Transport-Security is ${age}, below the declared ${wanted.minAge}` };
  const missing = (['includeSubDomains', 'preload'] as const).find(
    (name) => wanted[name] && !directives.has(name.toLowerCase()),
  );
  return missing === undefined ? undefined : { message: `Strict-Transport-Security lacks ${missing}` };
}

/** Directives by lower-case name; undefined when one is repeated, which makes browsers ignore the header. */
function parse(value: string): ReadonlyMap<string, string> | undefined {
  const directives = new Map<string, string>();
  for (const part of value.split(';')) {
    const [name = '', argument = ''] = part.split('=').map((text) => text.trim());
    if (name === '') continue;
    if (directives.has(name.toLowerCase())) return undefined;
    directives.set(name.toLowerCase(), argument.replace(/^"(.*)"$/, '$1'));
  }
  return directives;
}
