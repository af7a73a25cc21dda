/** Scripts that break their thread, each in its own way, once they have sent something. */
import type { Context } from '../../../../../src/model/context.ts';

export async function exits({ http, iteration }: Context): Promise<void> {
  await http.get('/');
  if (iteration === 20) process.exit(3);
}

export async function throwsLater({ http, iteration }: Context): Promise<void> {
  await http.get('/');
  if (iteration === 20)
    setTimeout(() => {
      throw new RangeError('thrown in a timer');
    });
}

export async function rejects({ http, iteration }: Context): Promise<void> {
  await http.get('/');
  if (iteration === 20) Promise.reject(new Error('nobody waits for this'));
}

export async function hangs({ http }: Context): Promise<void> {
  await http.get('/');
  for (;;);
}
