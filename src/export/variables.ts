import type { LoadedPlan } from '../plan/load.ts';
import type { Secret } from '../plan/secrets.ts';
import { Expression } from './literal.ts';

/** A variable of the environment that an exported script reads. */
export interface Variable {
  readonly name: string;
  /** What it holds, for people. */
  readonly what: string;
}

const VARIABLE = /^[A-Za-z_]\w*$/;

/** The secrets of a plan, and the variables that stand for them. */
export class Variables {
  readonly #used = new Map<string, Map<string, Set<string>>>();
  readonly #secrets: readonly Secret[];
  readonly #names: ReadonlyMap<string, string>;

  constructor(loaded: Pick<LoadedPlan, 'plan' | 'secrets'>) {
    const all = [...loaded.secrets, ...writtenHeaders(loaded)];
    this.#secrets = all.sort((one, other) => other.value.length - one.value.length);
    this.#names = new Map(all.map(({ value, name }) => [value, name]).reverse() as [string, string][]);
  }

  /** All that were asked for, by name. */
  get used(): Variable[] {
    return [...this.#used]
      .map(([name, uses]) => ({ name, what: [...uses].map(described).join('; ') }))
      .sort((one, other) => (one.name < other.name ? -1 : 1));
  }

  /** The variable that held a secret of the plan; another name where the plan had it from nowhere. */
  nameOf(value: string, otherwise: string): string {
    const name = this.#names.get(value) ?? '';
    return VARIABLE.test(name) ? name : variableOf(otherwise);
  }

  /** Notes that a variable is read: what it holds, and for which of the plan's things. Gives its name. */
  read(name: string, what: string, whose?: string): string {
    const uses = this.#used.get(name) ?? new Map<string, Set<string>>();
    const owners = uses.get(what) ?? new Set();
    this.#used.set(name, uses.set(what, whose === undefined ? owners : owners.add(whose)));
    return name;
  }

  /** A value with every secret in its texts read from the environment instead. */
  conceal(value: unknown, place = ''): unknown {
    if (typeof value === 'string') return this.#concealText(value, place);
    if (typeof value !== 'object' || value === null || value instanceof Expression) return value;
    if (Array.isArray(value)) return value.map((item, index) => this.conceal(item, `${place}[${index}]`));
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [
        key,
        this.conceal(item, place === '' ? key : `${place}.${key}`),
      ]),
    );
  }

  /** Names of the secrets that a text still holds. */
  left(text: string): string[] {
    const found = this.#secrets.filter(({ value }) => value.length >= CERTAIN && holds(text, value));
    return found.map(({ name }) => name);
  }

  #concealText(text: string, place: string): string | Expression {
    const found = this.#secrets.find(({ value }) => text.includes(value));
    if (!found) return text;
    const { value, name } = found;
    const variable = this.read(VARIABLE.test(name) ? name : variableOf(name), 'used in', place);
    const parts = text
      .split(value)
      .flatMap((part, index) => [
        ...(index > 0 ? [`secret(${JSON.stringify(variable)})`] : []),
        ...(part === '' ? [] : [codeOf(this.#concealText(part, place))]),
      ]);
    return new Expression(parts.join(' + '));
  }
}

/** Shorter secrets are found in any text, by chance. */
const CERTAIN = 8;

function holds(text: string, value: string): boolean {
  return text.includes(value) || text.includes(JSON.stringify(value).slice(1, -1));
}

function described([what, whose]: readonly [string, ReadonlySet<string>]): string {
  return whose.size === 0 ? what : `${what} ${[...whose].join(', ')}`;
}

function codeOf(text: string | Expression): string {
  return text instanceof Expression ? text.code : JSON.stringify(text);
}

/** A name as variables have them. */
export function variableOf(text: string): string {
  return text.replaceAll(/\W+/g, '_').replace(/^(\d)/, '_$1').replace(/_+$/, '').toUpperCase();
}

const SENSITIVE = /authorization|cookie|api-?key|token|secret|password/i;

/** Credentials that a plan spells out in headers, as nothing but the name of the header tells. */
function writtenHeaders({ plan, secrets }: Pick<LoadedPlan, 'plan' | 'secrets'>): Secret[] {
  const groups = [
    { name: 'target', headers: plan.targets.canary.headers },
    ...Object.entries(plan.endpoints).map(([name, { headers }]) => ({ name, headers })),
  ];
  const isKnown = (text: string) => secrets.some(({ value }) => text.includes(value));
  return groups.flatMap(({ name, headers }) =>
    Object.entries(headers)
      .filter(([header, value]) => SENSITIVE.test(header) && value !== '' && !isKnown(value))
      .map(([header, value]) => ({ value, name: `${name} ${header}` })),
  );
}
