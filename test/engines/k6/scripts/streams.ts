import type { Context } from '../../../../src/model/context.ts';

const WANTED = JSON.stringify([
  { event: 'value', data: 'ä\nb', id: '1' },
  { event: 'done', data: '2' },
]);

export default async function ({ http, metric, expect }: Context): Promise<void> {
  const answer = await http.call('chat');
  metric('right_events', JSON.stringify(answer.events) === WANTED ? 1 : 0);
  metric('ok', answer.ok ? 1 : 0);
  expect(await http.call('chat'), { contains: 'nothing of the kind' });
}
