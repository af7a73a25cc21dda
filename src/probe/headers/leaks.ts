/** What only the inside of a service knows, by kind; each pattern is one that texts for users do not have. */
const MARKERS: Readonly<Record<string, RegExp>> = {
  'a stack frame': new RegExp(
    [
      String.raw`^\s*at (?:[\w$.<>[\] ]+ \()?(?:file://)?(?:/|[A-Za-z]:\\|node:)[^\s()]*:\d+:\d+\)?\s*$`,
      String.raw`^\s*at [\w$.]+\([\w$]+\.(?:java|kt|scala|groovy):\d+\)`,
      String.raw`^\s*at [\w.<>\x60[\], ]+\([^)]*\) in \S.*:line \d+`,
      String.raw`^\s*File "[^"]+", line \d+, in `,
      String.raw`^#\d+ \S*\.php\(\d+\): `,
      String.raw`^\s*(?:from )?\S+\.rb:\d+:in [\x60']`,
      String.raw`^goroutine \d+ \[\w+`,
    ].join('|'),
    'm',
  ),
  'the name of an exception': new RegExp(
    [
      String.raw`^(?:Uncaught )?(?:Type|Reference|Syntax|Range|URI|Eval|Assertion|Aggregate)?Error(?: \[\w+\])?: `,
      String.raw`Traceback \(most recent call last\)`,
      String.raw`\b(?:java|javax|org|com|kotlin)\.(?:\w+\.)+\w*(?:Exception|Error)\b`,
      String.raw`\bSystem\.(?:\w+\.)*\w+Exception\b`,
      String.raw`\b(?:Fatal error|Uncaught \w*(?:Error|Exception)):? `,
      '^panic: ',
    ].join('|'),
    'm',
  ),
  'a path of the file system': new RegExp(
    [
      String.raw`(?:^|[\s"'(=:])/(?:usr|var|home|opt|srv|app|etc|root|workspace|builds?|node_modules)/[\w.@/-]+\.(?:js|mjs|cjs|ts|py|rb|php|java|go|rs|conf|sqlite|jar|so)\b`,
      String.raw`/node_modules/[\w@.-]+/`,
      String.raw`\b[A-Za-z]:\\(?:[\w .-]+\\)+[\w.-]+`,
    ].join('|'),
    'm',
  ),
  'a statement of SQL': new RegExp(
    [
      String.raw`\bSQLSTATE\[\w+\]`,
      String.raw`\bORA-\d{5}\b`,
      String.raw`\bsyntax error at or near "`,
      String.raw`\bYou have an error in your SQL syntax\b`,
      String.raw`\bSELECT\s[\s\S]{1,300}?\sFROM\s+["\x60\w.]+\s+(?:WHERE|LIMIT|ORDER|JOIN|GROUP)\b`,
      String.raw`\bINSERT INTO\s+["\x60\w.]+\s*\(`,
      String.raw`\b(?:relation|column) "[\w.]+" does not exist`,
    ].join('|'),
  ),
  'a variable of the environment':
    /\b(?:DATABASE_URL|AWS_SECRET_ACCESS_KEY|AWS_ACCESS_KEY_ID|SECRET_KEY|NODE_ENV|PGPASSWORD|REDIS_URL|JWT_SECRET)["']?\s*[:=]/,
  'the address of a database': /\b(?:postgres(?:ql)?|mysql|mongodb(?:\+srv)?|redis|amqps?):\/\/[^\s"'<>]+/,
};

/** Kinds of inside knowledge that a body gives away; the request's own words, which may come back, are left out. */
export function leaksIn(body: string, sent: readonly string[]): readonly string[] {
  const text = sent
    .filter((word) => word.length > 3)
    .reduce((rest, word) => rest.replaceAll(word, ' '), plainText(body));
  return Object.keys(MARKERS).filter((name) => MARKERS[name]!.test(text));
}

const ENTITIES: Readonly<Record<string, string>> = {
  nbsp: ' ',
  quot: '"',
  '#39': "'",
  '#x27': "'",
  lt: '<',
  gt: '>',
  amp: '&',
};

/** Lines as they were written: JSON escapes them, pages mark them up. */
function plainText(body: string): string {
  return body
    .replace(/\\r?\\n|\\n/g, '\n')
    .replace(/\\(["\\/])/g, '$1')
    .replace(/<br\s*\/?>|<\/?(?:pre|p|li|div|h\d)[^>]*>/gi, '\n')
    .replace(/&(\w+|#\w+);/g, (all, name: string) => ENTITIES[name] ?? all)
    .replace(/^[\s"{[,]*"?(?:stack|trace|message|detail|error)"?\s*:\s*"/gim, '')
    .replace(/"(?:stack|trace|stackTrace|message|detail|error)"\s*:\s*\[?\s*"/gi, '\n');
}
