export type PathParts = readonly PropertyKey[];

/** `gates[2]`, `endpoints.files.path`, `endpoints.a.expect.json["$.id"]`: how problems name a place in a plan. */
export function formatPath(parts: PathParts): string {
  let text = '';
  for (const part of parts) {
    if (typeof part === 'number') text += `[${part}]`;
    else if (/^[\w$-]+$/.test(String(part))) text += text === '' ? String(part) : `.${String(part)}`;
    else text += `[${JSON.stringify(String(part))}]`;
  }
  return text;
}

/** The opposite of `formatPath`. */
export function parsePath(text: string): (string | number)[] {
  const parts: (string | number)[] = [];
  for (const [, index, quoted, name] of text.matchAll(/\[(\d+)\]|\[("(?:[^"\\]|\\.)*")\]|([^.[\]]+)/g)) {
    if (index !== undefined) parts.push(Number(index));
    else if (quoted !== undefined) parts.push(JSON.parse(quoted) as string);
    else if (name !== undefined) parts.push(name);
  }
  return parts;
}

/** The value at a path; `undefined` when there is none. */
export function valueAt(data: unknown, parts: PathParts): unknown {
  let value = data;
  for (const part of parts) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Record<PropertyKey, unknown>)[part];
  }
  return value;
}
