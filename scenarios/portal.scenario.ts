import { scenario } from '../src/index.ts';

/** The Postman collection as a script: 500 iterations, 100 ms apart, shared by five users. */
export default scenario({
  executor: 'shared-iterations',
  vus: 5,
  iterations: 500,
  maxDuration: '30s',
  pause: '100ms',
  identity: 'users',
  async iteration({ http, expect }) {
    await http.call('contacts');
    await http.call('jobs');
    await http.call('file');
    const signed = await http.call('signed-url');
    const url = signed.value('$.url');
    if (typeof url !== 'string') return;
    const file = await http.get(url, { name: 'download' });
    expect(file, { status: 200, contains: 'acme-confidential-0002' });
  },
});
