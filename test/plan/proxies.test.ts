import { describe, expect, test } from 'vitest';
import { Redactor } from '../../src/http/redact.ts';
import { PlanError } from '../../src/model/errors.ts';
import { loadPlanData } from '../../src/plan/load.ts';

const load = (targets: object, env: Readonly<Record<string, string>>) =>
  loadPlanData({ name: 'a', targets }, 'plan', { env, cwd: '.' });

const url = 'https://shop.example';
const HTTPS_PROXY = 'http://bob:secret-word@proxy.example:3128';

describe('the proxy of a target', () => {
  test('is kept by arm, said in a note, and without its credentials', async () => {
    const loaded = await load(
      { canary: { url }, baseline: { url: 'http://stable.example' } },
      { HTTPS_PROXY },
    );
    const authorization = `Basic ${Buffer.from('bob:secret-word').toString('base64')}`;
    const proxy = 'http://proxy.example:3128';
    expect(loaded.proxies).toEqual({ canary: { url: proxy, variable: 'HTTPS_PROXY', authorization } });
    expect(loaded.notes).toEqual([expect.stringContaining(proxy)]);
    const redactor = new Redactor();
    for (const { value, name } of loaded.secrets) redactor.add(value, name);
    expect(redactor.text(`${HTTPS_PROXY} ${authorization}`)).not.toMatch(/secret-word|Ym9i/);
  });

  test.each([
    ['by its own name', { canary: { url } }, 'shop.example'],
    [
      'by the address that it is reached at',
      { canary: { url, reach: { resolve: '10.0.0.7' } } },
      '10.0.0.0/8',
    ],
    [
      'by its name, whatever the address',
      { canary: { url, reach: { resolve: '10.0.0.7' } } },
      'shop.example',
    ],
    ['as its address is here', { canary: { url, reach: { resolve: '127.0.0.1' } } }, ''],
    ['as its address of IPv6 is here', { canary: { url, reach: { resolve: '::1' } } }, ''],
  ])('is none where it is exempt %s', async (_, targets, NO_PROXY) => {
    expect((await load(targets, { HTTPS_PROXY, NO_PROXY })).proxies).toEqual({});
  });

  test('is kept where it is reached at another address', async () => {
    const targets = { canary: { url, reach: { resolve: '10.0.0.7' } } };
    expect((await load(targets, { HTTPS_PROXY })).proxies).toHaveProperty('canary');
  });

  test('that is wrong is refused by the name of its variable', async () => {
    const loading = load({ canary: { url } }, { https_proxy: 'socks5://bob:secret-word@proxy' });
    const error = await loading.catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(PlanError);
    const { problems } = error as PlanError;
    expect(problems).toMatchObject([
      { path: 'targets.canary.url', message: expect.stringContaining('https_proxy') },
    ]);
    expect(JSON.stringify(problems)).not.toContain('secret-word');
  });
});
