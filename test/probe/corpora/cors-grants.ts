/**
 * Values of Access-Control-Allow-Origin and Access-Control-Allow-Credentials, and what the CORS check of the Fetch
 * standard makes of them. Written for this project from the standard's text; each line varies one allowed origin.
 * The web-platform-tests of CORS (cors/origin.htm, cors/credentials-flag.htm) look at the same kinds of values; their
 * text is not copied.
 */
export const ORIGIN = 'https://app.shop.example';
const HOST = 'app.shop.example';

/** Lines of Access-Control-Allow-Origin that let a page of `ORIGIN` read without credentials. */
export const ACCEPTED: readonly (readonly string[])[] = [
  ['*'],
  [ORIGIN],
  [' *'],
  ['*\t'],
  [` ${ORIGIN}`],
  [`\t${ORIGIN} \t`],
];

/** Lines that let it read nothing. */
export const REFUSED: readonly (readonly string[])[] = [
  // Not there, or empty.
  [],
  [''],
  [' '],
  // Other origins.
  ['null'],
  ['https://other.example'],
  [`https://sub.${HOST}`],
  ['https://shop.example'],
  [`${ORIGIN}:443`],
  [`${ORIGIN}:8443`],
  [`http://${HOST}`],
  [`wss://${HOST}`],
  [`ftp://${HOST}`],
  // The scheme or its separator is cut, or doubled.
  [HOST],
  [`//${HOST}`],
  [`://${HOST}`],
  [`https:${HOST}`],
  [`https:/${HOST}`],
  [`https:///${HOST}`],
  [`https:://${HOST}`],
  [`https ://${HOST}`],
  // More than an origin.
  [`${ORIGIN}/`],
  [`${ORIGIN} /`],
  [`${ORIGIN}/path`],
  [`${ORIGIN}?`],
  [`${ORIGIN}#`],
  [`${ORIGIN}%2f`],
  [`${ORIGIN}.`],
  [`${ORIGIN};`],
  [`https://user@${HOST}`],
  [`"${ORIGIN}"`],
  [`'${ORIGIN}'`],
  [`<${ORIGIN}>`],
  // Another case.
  [ORIGIN.toUpperCase()],
  [`HTTPS://${HOST}`],
  ['https://App.shop.example'],
  // Lists and patterns.
  [`${ORIGIN}, *`],
  [`*, ${ORIGIN}`],
  [`${ORIGIN},${ORIGIN}`],
  [`${ORIGIN} https://other.example`],
  [`null ${ORIGIN}`],
  [`* ${ORIGIN}`],
  ['* *'],
  ['* null'],
  ['**'],
  ['"*"'],
  ["'*'"],
  ['*://*'],
  [`*://${HOST}`],
  ['https://*'],
  ['https://*.shop.example'],
  ['*.shop.example'],
  ['.shop.example'],
  // Bytes that only look like white space, or like nothing.
  [`\u0000${ORIGIN}`],
  [`${ORIGIN}\u0000`],
  ['*\u0000'],
  [`\u00a0${ORIGIN}`],
  [`${ORIGIN}\u00a0`],
  [`\u000b${ORIGIN}`],
  // Several lines.
  ['*', '*'],
  ['', '*'],
  ['*', ''],
  ['', ORIGIN],
  ['*', ORIGIN],
  [ORIGIN, ORIGIN],
];

/** Lines of Access-Control-Allow-Credentials that grant them, beside an origin that is granted. */
export const CREDENTIALS: readonly (readonly string[])[] = [['true'], [' true '], ['\ttrue']];

/** Lines that do not. */
export const NO_CREDENTIALS: readonly (readonly string[])[] = [
  [],
  [''],
  ['TRUE'],
  ['True'],
  ['tRue'],
  ['"true"'],
  ["'true'"],
  ['true;'],
  ['true, true'],
  ['true', 'true'],
  ['true', ''],
  ['yes'],
  ['1'],
  ['0'],
  ['false'],
  ['*'],
];
