import type { Results } from './settings.ts';

/** The image of k6 that instances run unless another is named; never a moving one. */
export const IMAGE = 'grafana/k6:2.2.0';

/** The operator adds `-initializer` and numbers; 63 is the most that Kubernetes takes. */
const NAME = /^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/;
const SUBDOMAIN = /^(?=.{1,253}$)[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*$/;
const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/** What is wrong with a name of a test run, of a namespace, or of anything else; undefined when nothing is. */
export function nameFault(name: string, kind: 'run' | 'namespace' | 'other'): string | undefined {
  const [pattern, most] = { run: [NAME, 40], namespace: [LABEL, 63], other: [SUBDOMAIN, 253] }[kind] as [
    RegExp,
    number,
  ];
  if (pattern.test(name)) return undefined;
  return kind === 'other'
    ? `lower-case letters, digits, - and . are wanted, ${most} at most, no - or . at either end, no - beside a .`
    : `lower-case letters, digits and - are wanted, ${most} at most, no - at either end`;
}

/** What is wrong with an image; a tag that moves would let instances of one run differ. */
export function imageFault(image: string): string | undefined {
  const isPinned = /(?::[\w][\w.-]*|@sha256:[0-9a-f]{64})$/.test(image) && !/:latest$/.test(image);
  return isPinned && !/\s/.test(image)
    ? undefined
    : `a pinned image is wanted, such as ${IMAGE}; never latest`;
}

const WRITE_PATH = '/api/v1/write';

/** Reads `volume:<claim>` or `prometheus:<url>`; a text says what is wrong. */
export function resultsOf(text: string): Results | string {
  const [, kind, rest = ''] = /^(volume|prometheus):(.*)$/s.exec(text) ?? [];
  if (kind === undefined) return 'volume:<claim> or prometheus:<url> is wanted';
  if (kind === 'volume') {
    const fault = nameFault(rest, 'other');
    return fault === undefined ? { kind, claim: rest } : `the name of a volume claim: ${fault}`;
  }
  const url = URL.canParse(rest) ? new URL(rest) : undefined;
  if (!url || !/^https?:$/.test(url.protocol))
    return 'prometheus: a URL such as http://prometheus:9090 is wanted';
  if (url.username !== '' || url.password !== '')
    return 'prometheus: no credentials in the URL; put K6_PROMETHEUS_RW_USERNAME and K6_PROMETHEUS_RW_PASSWORD into the Secret';
  if (url.pathname.replace(/\/$/, '') === '') url.pathname = WRITE_PATH;
  const write = url.href;
  return { kind: 'prometheus', write, base: write.replace(/\/api\/v1\/(?:write|push)(?=$|[?#]).*$/, '') };
}
