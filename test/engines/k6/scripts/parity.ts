import type { Context } from '../../../../src/index.ts';

/** One request: three times out of four the one, else the other. */
export default async function iteration({ http, random }: Context): Promise<void> {
  await http.call(random() < 0.75 ? 'a' : 'b');
}
