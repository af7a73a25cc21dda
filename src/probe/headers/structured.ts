import { parseDictionary, parseItem, Token } from 'structured-headers';

/** The token of an item (RFC 9651 section 3.3.4), its parameters left out; undefined where it is no token. */
export function tokenOf(value: string): string | undefined {
  const item = attempt(() => parseItem(value));
  return item?.[0] instanceof Token ? item[0].toString() : undefined;
}

/** True for a dictionary (RFC 9651 section 3.2). */
export function isDictionary(value: string): boolean {
  return attempt(() => parseDictionary(value)) !== undefined;
}

function attempt<Value>(parse: () => Value): Value | undefined {
  try {
    return parse();
  } catch {
    return undefined;
  }
}
