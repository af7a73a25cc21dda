/** Characters that XML 1.0 allows; every other one is left out, as no escape can stand for it. */
const ILLEGAL = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
  '\n': '&#10;',
  '\r': '&#13;',
  '\t': '&#9;',
};

export type Attributes = Readonly<Record<string, string | number>>;

/** An element on lines of its own; children are elements already. */
export function* element(
  name: string,
  attributes: Attributes,
  children: Iterable<string> = [],
): Generator<string> {
  const inside = [...children];
  if (inside.length === 0) yield `${open(name, attributes)}/>`;
  else {
    yield `${open(name, attributes)}>`;
    for (const line of inside) yield `  ${line}`;
    yield `</${name}>`;
  }
}

/** An element that holds text; the text's own line breaks are kept. */
export function textElement(name: string, attributes: Attributes, text: string): string {
  return `${open(name, attributes)}>${escapeText(text)}</${name}>`;
}

function open(name: string, attributes: Attributes): string {
  const pairs = Object.entries(attributes).map(
    ([key, value]) => ` ${key}="${escapeAttribute(String(value))}"`,
  );
  return `<${name}${pairs.join('')}`;
}

function escapeAttribute(text: string): string {
  return text.replace(ILLEGAL, '').replace(/[&<>"'\n\r\t]/g, (character) => ENTITIES[character] as string);
}

function escapeText(text: string): string {
  return text.replace(ILLEGAL, '').replace(/[&<>]/g, (character) => ENTITIES[character] as string);
}
