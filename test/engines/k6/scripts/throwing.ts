import { scenario } from '../../../../src/index.ts';

declare const __VU: number | undefined;

// What runs it is k6 alone: nothing else has virtual users by this name.
if (typeof __VU === 'number') throw new Error('on purpose, while it is loaded');

export default scenario({
  executor: 'shared-iterations',
  vus: 1,
  iterations: 1,
  async iteration({ http }) {
    await http.get('/never');
  },
});
