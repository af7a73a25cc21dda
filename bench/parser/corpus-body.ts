import { answer, EMPTY, OK, type Row, surplus } from './corpus-row.ts';

const CHUNKED = `${OK}Transfer-Encoding: chunked\r\n\r\n`;
const CONTINUE = 'HTTP/1.1 100 Continue\r\n\r\n';
const OLD = 'HTTP/1.0 200 OK\r\n';

export const CHUNKS: readonly Row[] = [
  ['no chunk', `${CHUNKED}0\r\n\r\n`, answer('')],
  ['two chunks', `${CHUNKED}5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n`, answer('hello world')],
  ['a chunk of line ends', `${CHUNKED}4\r\n\r\n\r\n\r\n0\r\n\r\n`, answer('\r\n\r\n')],
  [
    'capitals and zeros',
    `${CHUNKED}00A\r\n0123456789\r\na\r\n0123456789\r\n000\r\n\r\n`,
    answer('01234567890123456789'),
  ],
  ['200 zeros', `${CHUNKED}${'0'.repeat(200)}1\r\nx\r\n0\r\n\r\n`, answer('x')],
  ['extensions', `${CHUNKED}1;a;b=c;d="e;\r"\r\nx\r\n0\r\n\r\n`, 'bad-chunk'],
  ['extensions in good order', `${CHUNKED}1;a;b=c;d="e; \\" \t"\r\nx\r\n0;f=""\r\n\r\n`, answer('x')],
  ['an extension without a name', `${CHUNKED}1;=a\r\nx\r\n0\r\n\r\n`, 'bad-chunk'],
  ['an extension without a value', `${CHUNKED}1;a=\r\nx\r\n0\r\n\r\n`, 'bad-chunk'],
  ['a semicolon and no extension', `${CHUNKED}1;\r\nx\r\n0\r\n\r\n`, 'bad-chunk'],
  ['a space before an extension', `${CHUNKED}1; a\r\nx\r\n0\r\n\r\n`, 'bad-chunk'],
  ['a space after the size', `${CHUNKED}1 \r\nx\r\n0\r\n\r\n`, 'bad-chunk'],
  ['a bare LF in an extension', `${CHUNKED}1;a\nx\r\n0\r\n\r\n`, 'bad-chunk'],
  ['a quoted extension that goes on', `${CHUNKED}1;a="b"c\r\nx\r\n0\r\n\r\n`, 'bad-chunk'],
  ['a quoted extension that does not end', `${CHUNKED}1;a="b\r\nx\r\n0\r\n\r\n`, 'bad-chunk'],
  ['17,000 bytes of extension', `${CHUNKED}1;${'a'.repeat(17_000)}\r\nx\r\n0\r\n\r\n`, 'bad-chunk'],
  ['an empty size', `${CHUNKED}\r\nx\r\n0\r\n\r\n`, 'bad-chunk'],
  ['a negative size', `${CHUNKED}-1\r\nx\r\n0\r\n\r\n`, 'bad-chunk'],
  ['a size with a plus', `${CHUNKED}+1\r\nx\r\n0\r\n\r\n`, 'bad-chunk'],
  ['a size with 0x', `${CHUNKED}0x1\r\nx\r\n0\r\n\r\n`, 'bad-chunk'],
  ['a size of letters', `${CHUNKED}g\r\nx\r\n0\r\n\r\n`, 'bad-chunk'],
  ['a space before the size', `${CHUNKED} 1\r\nx\r\n0\r\n\r\n`, 'bad-chunk'],
  ['a chunk of 2^53 bytes', `${CHUNKED}20000000000000\r\nx\r\n0\r\n\r\n`, 'bad-chunk'],
  ['a chunk of 2^64 + 1 bytes', `${CHUNKED}10000000000000001\r\nx\r\n0\r\n\r\n`, 'bad-chunk'],
  ['400 digits of size', `${CHUNKED}${'f'.repeat(400)}\r\nx\r\n0\r\n\r\n`, 'bad-chunk'],
  ['a bare LF after the size', `${CHUNKED}1\nx\r\n0\r\n\r\n`, 'bad-chunk'],
  ['a bare CR after the size', `${CHUNKED}1\rx\r\n0\r\n\r\n`, 'bad-chunk'],
  ['a bare LF after the data', `${CHUNKED}1\r\nx\n0\r\n\r\n`, 'bad-chunk'],
  ['more data than its size', `${CHUNKED}1\r\nxy\r\n0\r\n\r\n`, 'bad-chunk'],
  ['less data than its size', `${CHUNKED}3\r\nx\r\n0\r\n\r\n`, 'bad-chunk'],
  ['the end within a chunk', `${CHUNKED}5\r\nhel`, 'truncated'],
  ['the end before the last chunk', `${CHUNKED}5\r\nhello\r\n`, 'truncated'],
  ['the end before the last line', `${CHUNKED}0\r\n`, 'truncated'],
  ['the end within the last line', `${CHUNKED}0\r\n\r`, 'truncated'],
  ['an answer after the last chunk', `${CHUNKED}0\r\n\r\n${OK}${EMPTY}`, surplus('')],
];

export const TRAILERS: readonly Row[] = [
  ['trailers', `${CHUNKED}0\r\nA: b\r\nC:\r\n\r\n`, answer('')],
  ['trailers and more', `${CHUNKED}1\r\nx\r\n0\r\nA: b\r\n\r\nmore`, surplus('x')],
  ['a trailer that closes', `${CHUNKED}0\r\nConnection: close\r\n\r\n`, answer('', false)],
  ['a folded trailer', `${CHUNKED}0\r\nA: b\r\n c\r\n\r\n`, 'malformed-trailer'],
  ['a trailer without a colon', `${CHUNKED}0\r\nA\r\n\r\n`, 'malformed-trailer'],
  ['NUL in a trailer', `${CHUNKED}0\r\nA: \0\r\n\r\n`, 'malformed-trailer'],
  ['a bare LF after a trailer', `${CHUNKED}0\r\nA: b\n\r\n`, 'malformed-trailer'],
  ['a bare LF after the last chunk', `${CHUNKED}0\r\n\n`, 'malformed-trailer'],
  ['a length in the trailers', `${CHUNKED}0\r\nContent-Length: 5\r\n\r\nhello`, 'malformed-trailer'],
  [
    'a coding in the trailers',
    `${CHUNKED}0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
    'malformed-trailer',
  ],
  ['data where trailers may be', `${CHUNKED}0\r\nhello\r\n\r\n`, 'malformed-trailer'],
  ['the end within the trailers', `${CHUNKED}0\r\nA: b\r\n`, 'truncated'],
];

export const INTERIMS: readonly Row[] = [
  ['100 before the answer', `${CONTINUE}${OK}${EMPTY}`, answer('')],
  [
    '100, 102, 103',
    `${CONTINUE}HTTP/1.1 102 x\r\n\r\nHTTP/1.1 103 x\r\nLink: y\r\n\r\n${OK}${EMPTY}`,
    answer(''),
  ],
  ['an unknown interim answer', `HTTP/1.1 199 x\r\n\r\n${OK}${EMPTY}`, answer('')],
  ['a length that does not count', `HTTP/1.1 100 x\r\nContent-Length: 5\r\n\r\n${OK}${EMPTY}`, answer('')],
  [
    'what an interim answer says is forgotten',
    `HTTP/1.1 103 x\r\nKeep-Alive: timeout=5\r\n\r\n${OK}\r\nx`,
    answer('x', false),
  ],
  ['100 and nothing more', CONTINUE, 'truncated'],
  ['100 twice and half an answer', `${CONTINUE}${CONTINUE}HTTP/1.1 2`, 'truncated'],
  ['100 that closes', `HTTP/1.1 100 x\r\nConnection: close\r\n\r\n${OK}${EMPTY}`, 'closing-interim'],
  ['100 of HTTP/1.0', `HTTP/1.0 100 x\r\n\r\n${OK}${EMPTY}`, 'closing-interim'],
  ['100 and a broken line', `${CONTINUE}\r\n${OK}${EMPTY}`, 'malformed-status-line'],
  ['101', 'HTTP/1.1 101 x\r\nUpgrade: h2c\r\nConnection: upgrade\r\n\r\n', 'unexpected-upgrade'],
  ['101 without its fields', `HTTP/1.1 101 x\r\n\r\n${OK}${EMPTY}`, 'unexpected-upgrade'],
  ['an offer to upgrade', `${OK}Upgrade: h2c\r\nConnection: upgrade\r\n${EMPTY}`, answer('')],
];

export const CONNECTIONS: readonly Row[] = [
  ['close', `${OK}Connection: close\r\n${EMPTY}`, answer('', false)],
  ['CLOSE', `${OK}CONNECTION:CLOSE\r\n${EMPTY}`, answer('', false)],
  ['close in a list', `${OK}Connection: x ,\tclose\t, y\r\n${EMPTY}`, answer('', false)],
  [
    'close in a second line',
    `${OK}Connection: keep-alive\r\nConnection: close\r\n${EMPTY}`,
    answer('', false),
  ],
  ['close of a proxy', `${OK}Proxy-Connection: close\r\n${EMPTY}`, answer('', false)],
  ['closed is not close', `${OK}Connection: closed, xclose, close;x, "close"\r\n${EMPTY}`, answer('')],
  ['more after close', `${OK}Connection: close\r\n${EMPTY}x`, surplus('', false)],
  ['HTTP/1.0', `${OLD}${EMPTY}`, answer('', false)],
  ['HTTP/1.0, kept', `${OLD}Connection: Keep-Alive\r\n${EMPTY}`, answer('')],
  ['HTTP/1.0, kept and closed', `${OLD}Connection: keep-alive, close\r\n${EMPTY}`, answer('', false)],
  ['HTTP/1.0 without a length', `${OLD}Connection: keep-alive\r\n\r\nhello`, answer('hello', false)],
];

export const TO_HEAD: readonly Row[] = [
  ['a length', `${OK}Content-Length: 5\r\n\r\n`, answer(''), true],
  [
    'more bytes than can be counted',
    `${OK}Content-Length: 9007199254740992\r\n\r\n`,
    'bad-content-length',
    true,
  ],
  ['a coding', `${OK}Transfer-Encoding: chunked\r\n\r\n`, answer(''), true],
  ['no length', `${OK}\r\n`, answer(''), true],
  ['a body', `${OK}Content-Length: 5\r\n\r\nhello`, surplus(''), true],
  ['close', `${OK}Connection: close\r\nContent-Length: 5\r\n\r\n`, answer('', false), true],
  ['100 before the answer', `${CONTINUE}${OK}Content-Length: 5\r\n\r\n`, answer(''), true],
];
