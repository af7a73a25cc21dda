/** A script whose target sees what each iteration was given. */
import { threadId } from 'node:worker_threads';
import type { Context } from '../../../../../src/model/context.ts';

interface Given {
  readonly answer: number;
}

export default {
  async setup({ http }: Context<undefined>): Promise<Given> {
    await http.get('/setup');
    return { answer: 42 };
  },
  async iteration({ http, vu, iteration, data, identity, setup, metric }: Context<Given>): Promise<void> {
    metric('row', Number(data['row'] ?? 0));
    const query = {
      vu,
      iteration,
      row: data['row'] ?? '',
      subject: identity.subject,
      setup: setup.answer,
      thread: threadId,
    };
    await http.get('/iteration', { query });
  },
  async teardown({ http, setup }: Context<Given>): Promise<void> {
    await http.get('/teardown', { query: { setup: setup.answer } });
  },
};
