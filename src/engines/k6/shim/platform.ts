/** What the engine of k6 lacks of the language and of the platform, as far as our own code needs it. */

interface Text {
  toWellFormed?: () => string;
}

const LONE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

const text = String.prototype as Text;
text.toWellFormed ??= function (this: string) {
  return String(this).replace(LONE, '\ufffd');
};

/** Queries of names and values (WHATWG URL, section 5), written only. */
class Query {
  readonly #pairs: (readonly [string, string])[];

  constructor(values: Readonly<Record<string, string>> = {}) {
    this.#pairs = Object.entries(values);
  }

  append(name: string, value: string): void {
    this.#pairs.push([name, value]);
  }

  toString(): string {
    return this.#pairs.map(([name, value]) => `${formEncoded(name)}=${formEncoded(value)}`).join('&');
  }
}

const globals = globalThis as { URLSearchParams?: unknown };
globals.URLSearchParams ??= Query;

function formEncoded(value: string): string {
  return encodeURIComponent((value as string & Required<Text>).toWellFormed())
    .replace(/[!'()~]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%20', '+');
}

export {};
