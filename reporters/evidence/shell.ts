type Encoding = 'latin1' | 'utf8';

/** Stands for a secret in stored evidence. */
const PLACEHOLDER = /(«[^»]*»)/;

/** Names that a shell or a client gives a meaning to. */
const TAKEN =
  /^(PATH|HOME|IFS|ENV|SHELL|PWD|USER|[EU]?UID|PPID|LANG|TERM|PS\d|LD_.*|BASH.*|CURL_.*|SSL.*|.*PROXY)$/;

/** Secrets of one command as variables of the shell. */
export class Variables {
  readonly #names = new Map<string, string>();

  /** The variable for a placeholder: the same one for the same placeholder, and no other. */
  of(placeholder: string): string {
    const known = this.#names.get(placeholder);
    if (known !== undefined) return known;
    const base = variableName(placeholder.slice(1, -1));
    const taken = new Set(this.#names.values());
    let name = base;
    for (let copy = 2; taken.has(name); copy++) name = `${base}_${copy}`;
    this.#names.set(placeholder, name);
    return name;
  }

  get all(): readonly (readonly [placeholder: string, name: string])[] {
    return [...this.#names];
  }
}

/**
 * A text as one word of bash, zsh and ksh that expands to its bytes and to nothing else; `text` holds no NUL. A secret
 * becomes a variable without which the command does not run.
 */
export function word(text: string, variables: Variables, encoding: Encoding): string {
  const pieces = text.split(PLACEHOLDER);
  const [only = ''] = pieces;
  if (pieces.length === 1) return isPlain(only) ? single(only) : ansi(only, encoding);
  return pieces
    .map((piece, index) => {
      if (index % 2 === 1) return `"\${${variables.of(piece)}:?}"`;
      if (piece === '') return '';
      return isPlain(piece) ? double(piece) : ansi(piece, encoding);
    })
    .join('');
}

/** A line that a shell passes over, whatever it holds. */
export function comment(text: string): string {
  return `# ${text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g, ' ')}`;
}

/** ASCII that is seen as it is; `##[` is a command to some CI runners. */
function isPlain(text: string): boolean {
  return /^[\u0020-\u007e]*$/.test(text) && !text.includes('##');
}

function single(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/**
 * Double quotes beside a variable: redaction looks for `"token":"…"` and `token=…`, and must find neither in a command
 * that holds no secret. An exclamation mark, which calls history, stands by itself.
 */
function double(text: string): string {
  return `"${text.replace(/[\\"$`]/g, '\\$&').replaceAll('!', `"'!'"`)}"`;
}

/** Octal escapes end after three digits, whatever follows. */
function ansi(text: string, encoding: Encoding): string {
  return `$'${[...Buffer.from(text, encoding)].map(escaped).join('')}'`;
}

function escaped(byte: number): string {
  const character = String.fromCharCode(byte);
  if (byte >= 0x20 && byte < 0x7f && !/[\\'"#!]/.test(character)) return character;
  return ESCAPES[character] ?? `\\${byte.toString(8).padStart(3, '0')}`;
}

const ESCAPES: Readonly<Record<string, string>> = {
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\\': '\\\\',
  "'": "\\'",
};

function variableName(text: string): string {
  const words = text
    .toUpperCase()
    .replace(/[^A-Z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .slice(0, 60);
  return words === '' || /^\d/.test(words) || TAKEN.test(words) ? `SECRET_${words}` : words;
}
