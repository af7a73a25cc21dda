import { parseJson } from '../../../http/expect.ts';
import { select } from '../../../http/json-path.ts';
import { printable } from '../../../model/text.ts';
import type { Sent } from './send.ts';
import { payload } from './world.ts';

const LONGEST = 80;

/** What an answer says of its version; empty when it says nothing. */
export function versionOf(sent: Sent): string {
  const { identify } = payload;
  if (!identify || sent.status === 0) return '';
  if ('header' in identify) return printable(sent.header(identify.header.toLowerCase()) ?? '', LONGEST);
  const [value] = select(parseJson(sent.text() ?? ''), identify.json);
  return value === undefined || value === null ? '' : printable(String(value), LONGEST);
}
