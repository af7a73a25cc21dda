import { describe, expect, test } from 'vitest';
import { HEAD_BYTES } from '../../../../bench/parser/case.ts';
import { check } from '../../../../bench/parser/check.ts';
import { CORPUS } from '../../../../bench/parser/corpus.ts';
import type { Parts } from '../../../../bench/parser/corpus-row.ts';
import { digest, EMPTY } from '../../../../bench/parser/digest.ts';
import { Driver, type Outcome } from '../../../../bench/parser/drive.ts';

const driver = new Driver();

describe.each(Object.entries(CORPUS))('%s', (_, rows) => {
  test.each(rows.map((row) => ({ name: row[0], row })))('$name', async ({ row }) => {
    const [, text, expected, isBodyless = false] = row;
    const isValid = typeof expected !== 'string';
    const subject = { bytes: Buffer.from(text, 'latin1'), isBodyless, headBytes: HEAD_BYTES, isValid };
    expect(driver.run(subject, [])).toMatchObject(isValid ? parts(expected) : fault(expected));
    // However it is cut, and never laxer than node:http.
    expect((await check(driver, subject)).disagreements).toEqual([]);
  });
});

function parts({ body, ...others }: Parts): Partial<Outcome> {
  const content = Buffer.from(body, 'latin1');
  const bodyDigest = digest(EMPTY, content, 0, content.length);
  return { isAccepted: true, fault: '', bodyBytes: body.length, bodyDigest, ...others };
}

function fault(expected: string): Partial<Outcome> {
  return { isAccepted: false, fault: expected, keepAlive: false };
}
