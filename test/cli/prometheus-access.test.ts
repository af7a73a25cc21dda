import { describe, expect, test } from 'vitest';
import { UsageError } from '../../src/cli/command.ts';
import { prometheusHeaders } from '../../src/cli/prometheus-access.ts';
import { cli } from './cli.ts';

const TOKEN = 'CANARY_GATE_PROMETHEUS_TOKEN';
const USERNAME = 'CANARY_GATE_PROMETHEUS_USERNAME';
const PASSWORD = 'CANARY_GATE_PROMETHEUS_PASSWORD';
const HEADERS = 'CANARY_GATE_PROMETHEUS_HEADERS';

describe('the environment', () => {
  test.each<readonly Readonly<Record<string, string>>[]>([
    [{}, {}],
    [{ [TOKEN]: '', [USERNAME]: '', [PASSWORD]: '', [HEADERS]: '\n' }, {}],
    [{ [TOKEN]: 'abc.def' }, { authorization: 'Bearer abc.def' }],
    [{ [USERNAME]: 'reader', [PASSWORD]: 'p:w ä' }, { authorization: 'Basic cmVhZGVyOnA6dyDDpA==' }],
    [{ [USERNAME]: 'reader' }, { authorization: 'Basic cmVhZGVyOg==' }],
    [
      { [TOKEN]: 'abc', [HEADERS]: 'X-Scope-OrgID: one|two\r\n\n x-more :a:b \n' },
      { 'x-scope-orgid': 'one|two', 'x-more': 'a:b', authorization: 'Bearer abc' },
    ],
    [{ [HEADERS]: 'Authorization: ApiKey 1234' }, { authorization: 'ApiKey 1234' }],
  ])('%j gives %j', (env, headers) => expect(prometheusHeaders(env)).toEqual(headers));

  test.each<Readonly<Record<string, string>>>([
    { [TOKEN]: 'secret-1', [USERNAME]: 'reader' },
    { [TOKEN]: 'secret-1', [PASSWORD]: 'secret-1' },
    { [TOKEN]: 'secret-1', [HEADERS]: 'Authorization: secret-1' },
    { [TOKEN]: 'secret-1\n' },
    { [TOKEN]: 'Bearer secret-1' },
    { [PASSWORD]: 'secret-1' },
    { [HEADERS]: 'secret-1' },
    { [HEADERS]: ': secret-1' },
    { [HEADERS]: 'X-Key:' },
    { [HEADERS]: 'X Key: secret-1' },
    { [HEADERS]: 'X-Key: secret-1\u0007' },
    { [HEADERS]: 'X-Key: secret-1\nx-key: secret-2' },
    { [HEADERS]: 'Host: secret-1' },
    { [HEADERS]: 'Content-Length: 1' },
  ])('%j is refused, and not repeated', (env) => {
    expect(() => prometheusHeaders(env)).toThrow(UsageError);
    expect(() => prometheusHeaders(env)).toThrow(/^(?!.*secret-).*CANARY_GATE_PROMETHEUS_/s);
  });
});

test.each([
  ['http://me:secret-1@127.0.0.1:1', {}],
  ['http://127.0.0.1:1', { [HEADERS]: 'secret-1' }],
] as const)('%s with %j is a wrong command line', async (url, env) => {
  const { code, stderr } = await cli(['judge', '--prometheus', url, '--testid', 'it'], { env });
  expect(code).toBe(2);
  expect(stderr).toContain('CANARY_GATE_PROMETHEUS_');
  expect(stderr).not.toContain('secret-');
});
