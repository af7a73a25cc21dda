import { CAPABILITIES, CAPABILITY_TITLES, type Engine } from '../model/engine.ts';

/** What each engine can do, as a table in Markdown: derived from what they declare, and from nothing else. */
export function capabilityTable(engines: readonly Pick<Engine, 'id' | 'capabilities'>[]): string {
  const head = ['can do', ...engines.map(({ id }) => `\`${id}\``)];
  const rows = CAPABILITIES.map((capability) => [
    CAPABILITY_TITLES[capability],
    ...engines.map(({ capabilities }) => (capabilities.has(capability) ? 'yes' : '-')),
  ]);
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |\n`).join('');
}
