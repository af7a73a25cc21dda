/** Source code that stands where a value would. */
export class Expression {
  readonly code: string;

  constructor(code: string) {
    this.code = code;
  }
}

const NAME = /^[A-Za-z_$][\w$]*$/;
/** What fits into a line of this length stays in one. */
const WIDTH = 100;

/** A value as the source of a JavaScript literal, for people to read; what is undefined is left out. */
export function literal(value: unknown, indent = ''): string {
  if (value instanceof Expression) return value.code;
  if (typeof value !== 'object' || value === null) return String(JSON.stringify(value));
  const inner = `${indent}  `;
  const members = Array.isArray(value)
    ? value.map((item) => literal(item ?? null, inner))
    : Object.entries(value)
        .filter(([, item]) => item !== undefined)
        .map(([key, item]) => `${nameOf(key)}: ${literal(item, inner)}`);
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{ ', ' }'];
  if (members.length === 0) return `${open}${close}`.replaceAll(' ', '');
  const line = open + members.join(', ') + close;
  if (line.length + indent.length <= WIDTH && !line.includes('\n')) return line;
  return `${open.trim()}\n${members.map((member) => `${inner}${member},\n`).join('')}${indent}${close.trim()}`;
}

/** `__proto__` would set a prototype, whatever it is quoted with. */
function nameOf(key: string): string {
  if (key === '__proto__') return '["__proto__"]';
  return NAME.test(key) ? key : JSON.stringify(key);
}
