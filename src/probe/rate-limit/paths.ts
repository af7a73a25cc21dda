/** A path in another form, query kept. */
export interface PathForm {
  readonly name: string;
  readonly form: (path: string) => string;
}

/** Forms that differ from the path in bytes; what they mean is up to the server. */
export function pathForms(path: string): PathForm[] {
  return FORMS.map(({ name, form }) => ({ name, form: onPath(form) })).filter(
    ({ form }) => form(path) !== path,
  );
}

const FORMS: readonly PathForm[] = [
  { name: 'a letter of the path encoded', form: (path) => onName(path, encoded) },
  { name: 'the path in capitals', form: (path) => onName(path, (name) => name.toUpperCase()) },
  { name: 'a slash at the end of the path', form: (path) => `${path}/` },
  { name: 'two slashes at the beginning of the path', form: (path) => `/${path}` },
  { name: 'a dot in the path', form: (path) => `/.${path}` },
  { name: 'a parameter in the path', form: (path) => `${path};p=1` },
  { name: 'an encoded slash at the end of the path', form: (path) => `${path}%2f` },
  { name: 'an extension', form: (path) => (path.endsWith('/') ? path : `${path}.json`) },
];

function onPath(form: (path: string) => string): (path: string) => string {
  return (full) => {
    const [path = '/', ...query] = full.split('?');
    return [form(path), ...query].join('?');
  };
}

/** Changes the last name of the path. */
function onName(path: string, change: (name: string) => string): string {
  const at = path.lastIndexOf('/') + 1;
  return path.slice(0, at) + change(path.slice(at));
}

/** The first letter as its code: the same by RFC 3986 section 6.2.2.2. */
function encoded(name: string): string {
  return name.replace(/[a-z]/i, (letter) => `%${letter.charCodeAt(0).toString(16)}`);
}
