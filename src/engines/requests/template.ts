import type { Endpoint } from '../../model/endpoint.ts';

/** Values for the slots of a path or a body. */
export interface Slots {
  readonly subject: string;
  readonly random: () => number;
  readonly data: Readonly<Record<string, string>>;
}

export interface Template {
  (slots: Slots): string;
  /** Nothing is filled in. */
  readonly isConstant: boolean;
}

const SLOT = /\{([A-Za-z_][\w.-]*)\}/g;

/** A path with slots `{column}`, `{random}`, `{subject}`; values are percent-encoded. Unknown slots stay as they are. */
export function pathTemplate(path: string): Template {
  return compile(printablePath(path), (value) => encodeURIComponent(value.toWellFormed()));
}

/** A body, and the type that goes with it: text as it is, anything else as JSON with values escaped for its strings. */
export function bodyTemplate(body: Endpoint['body']): { template: Template; type?: string } | undefined {
  if (body === undefined) return undefined;
  if (typeof body === 'string') return { template: compile(body, (value) => value) };
  const template = compile(JSON.stringify(body), (value) => JSON.stringify(value).slice(1, -1));
  return { template, type: 'application/json' };
}

/** Pieces are cut once; each request only joins them. */
function compile(text: string, encode: (value: string) => string): Template {
  const pieces = text.split(SLOT);
  if (pieces.length === 1) return Object.assign(() => text, { isConstant: true });
  const join = (slots: Slots) =>
    pieces.map((piece, index) => (index % 2 === 0 ? piece : fill(piece, slots, encode))).join('');
  return Object.assign(join, { isConstant: false });
}

function fill(name: string, slots: Slots, encode: (value: string) => string): string {
  const value = Object.hasOwn(slots.data, name) ? slots.data[name] : SPECIAL[name]?.(slots);
  return value === undefined ? `{${name}}` : encode(value);
}

const SPECIAL: Readonly<Record<string, (slots: Slots) => string>> = {
  random: ({ random }) => String(Math.floor(random() * 1e9)),
  subject: ({ subject }) => subject,
};

/** What is not printable ASCII is percent-encoded; everything else goes out as it was written. */
export function printablePath(path: string): string {
  return path.toWellFormed().replace(/[^\x21-\x7e]+/gu, encodeURIComponent);
}
