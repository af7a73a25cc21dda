import { MessageChannel } from 'node:worker_threads';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type Calls, connect } from '../../../../src/engines/embedded/threads/rpc.ts';
import { IdentityError, StartError } from '../../../../src/model/errors.ts';

/** Both ends of a channel. */
function channel<Theirs extends Calls>(theirs: Theirs, ours: Calls = {}) {
  const { port1, port2 } = new MessageChannel();
  onTestFinished(() => port1.close());
  return { here: connect<Theirs>(port1, ours), there: connect(port2, theirs) };
}

describe('calls across threads', () => {
  it('are answered, in whatever order', async () => {
    const { here } = channel({
      add: (a: number, b: number) => a + b,
      late: () => new Promise<string>((resolve) => setTimeout(resolve, 20, 'late')),
    });
    const answers = [here.call('late'), here.call('add', 1, 2), here.call('add', 3, 4)];
    expect(await Promise.all(answers)).toEqual(['late', 3, 7]);
  });

  it('that want no answer are made in order', async () => {
    const heard: number[] = [];
    const { here } = channel({ hear: (value: number) => void heard.push(value), ping: () => {} });
    for (const value of [1, 2, 3]) here.tell('hear', [value]);
    await here.call('ping');
    expect(heard).toEqual([1, 2, 3]);
  });

  it('hand buffers over instead of copying them', async () => {
    const { here } = channel({ length: (buffer: ArrayBuffer) => buffer.byteLength, ping: () => {} });
    const buffer = new ArrayBuffer(8);
    here.tell('length', [buffer], [buffer]);
    await here.call('ping');
    expect(buffer.byteLength).toBe(0);
  });

  it.each([
    [new Error('plain'), Error, {}],
    [new RangeError('of a kind that has no meaning here'), Error, {}],
    [new StartError('no file'), StartError, { exitCode: 4 }],
    [new IdentityError('users', 'is empty'), IdentityError, { pool: 'users', exitCode: 4 }],
  ])('reject with %s as it was thrown', async (error, type, more) => {
    const { here } = channel({
      fail: () => {
        throw error;
      },
    });
    const caught = await here.call('fail').catch((thrown: unknown) => thrown);
    expect(caught).toBeInstanceOf(type);
    expect(caught).toMatchObject({ message: error.message, ...more });
  });

  it('reject once the other side is gone, those under way and those to come', async () => {
    const { here } = channel({ never: () => new Promise(() => {}) });
    const waiting = here.call('never');
    here.end(new Error('gone'));
    await expect(waiting).rejects.toThrow('gone');
    await expect(here.call('never')).rejects.toThrow('gone');
  });
});
