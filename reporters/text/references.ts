/** Where a reference of a check can be read; undefined for those that are a name alone. */
export function linkOf(reference: string): string | undefined {
  for (const [pattern, link] of PLACES) {
    const found = pattern.exec(reference);
    if (found) return link(found);
  }
  return undefined;
}

const PLACES: readonly (readonly [RegExp, (found: RegExpExecArray) => string])[] = [
  [/^https?:\/\/[\w\-.~:/?#[\]@!$&'()*+,;=%]+$/, ([url]) => url],
  [
    /^RFC (\d{3,5})(?:,? sections? (\d+(?:\.\d+)*))?/,
    ([, number, section]) =>
      `https://www.rfc-editor.org/rfc/rfc${number}${section === undefined ? '' : `#section-${section}`}`,
  ],
  [/^CWE-(\d+)/, ([, number]) => `https://cwe.mitre.org/data/definitions/${number}.html`],
  [/^CVE-\d{4}-\d{4,}/, ([name]) => `https://nvd.nist.gov/vuln/detail/${name}`],
  [/^draft-[a-z0-9-]+/, ([name]) => `https://datatracker.ietf.org/doc/${name}/`],
];
