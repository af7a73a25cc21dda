import { createRequire } from 'node:module';
import type { CspEvaluator } from 'csp_evaluator/dist/evaluator.js';
import type { CspParser } from 'csp_evaluator/dist/parser.js';
import type { Exchange } from '../../model/exchange.ts';
import { quote } from '../../model/text.ts';
import { answerHeaders, headerValues } from '../headers.ts';

/** What is certainly weak or written wrongly, by the numbers of csp_evaluator; its other findings depend on the page. */
const CERTAIN: Readonly<Record<number, string>> = {
  100: 'a semicolon is missing',
  300: 'a directive is missing',
  301: 'inline scripts are allowed',
  303: 'any host of a scheme is allowed',
  304: 'every host is allowed',
};
const WORST = 20;

/** The enforced policies of an answer: lines and members of a list each count as one, and all of them hold. */
export function enforcedPolicies(exchange: Exchange): readonly string[] {
  return headerValues(answerHeaders(exchange), 'content-security-policy')
    .flatMap((value) => value.split(','))
    .map((policy) => policy.trim())
    .filter((policy) => policy !== '');
}

/** What is certainly weak in one policy, in words; undefined where nothing is. */
export function weaknessOf(policy: string): string | undefined {
  const { Parser, Evaluator } = library();
  const [worst] = new Evaluator(new Parser(policy).csp)
    .evaluate()
    .filter(({ severity, type }) => severity <= WORST && CERTAIN[type] !== undefined);
  return worst && `${quote(worst.directive)}: ${CERTAIN[worst.type]}`;
}

/** Sources of one directive, in lower case; undefined where the policy has none such. */
export function directiveOf(policy: string, name: string): readonly string[] | undefined {
  const words = policy.split(';').map((part) => part.trim().toLowerCase().split(/\s+/));
  return words.find(([directive]) => directive === name)?.slice(1);
}

const require = createRequire(import.meta.url);

/** Loaded by the first page that needs it. */
function library(): { Parser: typeof CspParser; Evaluator: typeof CspEvaluator } {
  const { CspParser: Parser } = require('csp_evaluator/dist/parser.js');
  const { CspEvaluator: Evaluator } = require('csp_evaluator/dist/evaluator.js');
  return { Parser, Evaluator };
}
