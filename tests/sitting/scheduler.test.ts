/** Lines of several terminals over one clock: who runs when. */
import { describe, expect, it } from 'vitest';
import { Scheduler } from '../../lib/sitting/scheduler.ts';

function bench(timers: number[] = []) {
  let now = 0;
  const said: string[] = [];
  const following: string[] = [];
  const time = {
    nowMs: () => now,
    epochMs: 0,
    nextTimerMs: () => timers.find((due) => due > now),
    advance: (ms: number) => {
      now += ms;
    },
  };
  const inputs: (() => void)[] = [];
  const thread = {
    takeInput: async () => inputs.shift()?.(),
    hasInput: () => inputs.length > 0,
    breathe: () => new Promise<void>((resolve) => setImmediate(resolve)),
    following: (state: string) => void following.push(state),
  };
  const scheduler = new Scheduler(time, thread);
  return { scheduler, said, following, say: (text: string) => said.push(`${now} ${text}`) };
}

describe('turns', () => {
  it('lines that sleep wake in the order of world time, then terminal', async () => {
    const { scheduler, said, say } = bench();
    const line = async (terminal: number, pauses: number[]) => {
      const clock = scheduler.clockOf(terminal);
      for (const pause of pauses) {
        await clock.sleep(pause);
        say(`t${terminal}`);
      }
    };
    const lines = [
      scheduler.start(() => line(2, [10, 10])),
      scheduler.start(() => line(1, [10, 20])),
      scheduler.start(() => line(3, [5])),
    ];
    await Promise.all(lines);
    expect(said).toEqual(['5 t3', '10 t1', '10 t2', '20 t2', '30 t1']);
  });

  it('a line that computes is not interleaved with another', async () => {
    const { scheduler, said, say } = bench();
    const busy = async (name: string) => {
      for (let i = 0; i < 3; i++) {
        say(name);
        await Promise.resolve();
      }
    };
    await Promise.all([scheduler.start(() => busy('a')), scheduler.start(() => busy('b'))]);
    expect(said).toEqual(['0 a', '0 a', '0 a', '0 b', '0 b', '0 b']);
  });

  it('a follower sees every timer that a sleeping neighbour jumps over', async () => {
    const { scheduler, said, say } = bench([3, 7]);
    const follower = scheduler.start(async () => {
      const clock = scheduler.clockOf(1);
      while ((await clock.next('follow')) === 'moved') say('saw');
    });
    await scheduler.start(async () => {
      await scheduler.clockOf(2).sleep(10);
      say('slept');
    });
    scheduler.interrupt(1, () => say('stop'));
    await follower;
    expect(said).toEqual(['3 saw', '7 saw', '10 saw', '10 slept', '10 stop']);
  });

  it('waiting for the person lets others run', async () => {
    const { scheduler, said, say } = bench();
    let type = (_: string) => {};
    const typed = new Promise<string>((resolve) => {
      type = resolve;
    });
    const asking = scheduler.start(async () => {
      say(`got ${await scheduler.outside(typed)}`);
    });
    await scheduler.start(async () => {
      await scheduler.clockOf(2).sleep(4);
      say('other');
    });
    type('yes');
    await asking;
    expect(said).toEqual(['4 other', '4 got yes']);
  });

  it('tells the thread when somebody starts and stops following', async () => {
    const { scheduler, following } = bench();
    const line = scheduler.start(async () => {
      await scheduler.clockOf(1).next('follow');
    });
    await scheduler.work();
    expect(following.at(-1)).toBe('somebody');
    scheduler.interrupt(1, () => {});
    await line;
    expect(following.at(-1)).toBe('nobody');
  });
});
