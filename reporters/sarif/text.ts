import { tame } from '../text/tame.ts';

/** Longest description that GitHub keeps. */
const LONGEST = 1000;

/**
 * Text of a target as a message of SARIF: viewers make a link of `[text](target)`, Markdown of what looks like it, and
 * put an argument in the place of `{0}`; none of these is left.
 */
export function message(text: string): { readonly text: string } {
  const inert = tame(text, LONGEST)
    .replaceAll('](', '] (')
    .replace(/\{(\d+)\}/g, '{ $1 }')
    .replace(/<(?=[a-z/!])/gi, '< ');
  // Cut once more: what was spelt out is longer than it was.
  return { text: inert.trim() === '' ? '(nothing was said)' : tame(inert, LONGEST) };
}

/**
 * The place of a plan as a URI reference: relative to where the run was started, as GitHub wants it; absolute for files
 * elsewhere. A plan that was given as a URL is no file: its host and path stand for it.
 */
export function artifactUri(file: string): string {
  const url = /^https?:\/\/([^?#]*)/i.exec(file)?.[1];
  const drive = /^[a-z]:[\\/]/i.test(file);
  const slashes = (url ?? file).replaceAll('\\', '/').replace(/^(\.\/)+/, '');
  const encoded = slashes.split('/').map(segment).join('/').replace(/\/+$/, '');
  if (drive) return `file:///${encoded.replace('%3A', ':')}`;
  if (slashes.startsWith('/')) return `file://${encoded}`;
  return encoded === '' ? 'plan' : encoded;
}

function segment(text: string): string {
  return encodeURIComponent(text.toWellFormed());
}
