/**
 * Who runs next in a sitting with several terminals: one line at a time reaches the world. A line that waits lets the
 * others run; lines wake in the order (world time, terminal, seq), so that a replay wakes them alike.
 */
import type { Timekeeper } from '../terminal/timekeeper.ts';
import type { Clock } from '../terminal/tool.ts';

/** What a scheduler asks of the thread it runs in. */
export interface Thread {
  /** Lets messages in that came meanwhile. */
  breathe(): Promise<void>;
  /**
   * The one moment at which an input may be taken: no line is at work. `tick` counts these moments from the start of the
   * sitting, so that a replay takes each input at the moment at which it came.
   */
  takeInput(tick: number): Promise<void>;
  /** Whether inputs wait to be taken. */
  hasInput(): boolean;
  /** Somebody follows the world (`-w`, `-f`): time passes as on the wall until nobody does. */
  following(state: 'somebody' | 'nobody'): void;
}

interface Waiter {
  readonly terminal: number;
  readonly seq: number;
  /** Undefined for a follower: it wakes whenever the world moved. */
  readonly dueMs: number | undefined;
  /** When a follower has something to do though nothing happened. */
  readonly untilMs?: number | undefined;
  wake(how: 'moved' | 'idle' | 'interrupted'): void;
}

/** `Line` keeps the turn until it waits or is done. `Follower` may have lost interest since: it gets one breath. */
interface Turn {
  readonly of: 'Line' | 'Follower';
  start(): void;
}

export class Scheduler {
  readonly #time: Timekeeper;
  readonly #thread: Thread;
  readonly #ready: Turn[] = [];
  #waiters: Waiter[] = [];
  #seq = 0;
  #tick: number;
  #blocked: (() => void) | undefined;
  #pumping: Promise<void> | undefined;

  /** `ticks`: the moments that were counted before it was put together again. */
  constructor(time: Timekeeper, thread: Thread, ticks = 0) {
    this.#time = time;
    this.#thread = thread;
    this.#tick = ticks;
  }

  get ticks(): number {
    return this.#tick;
  }

  /** `Still`: nobody is at work. `Quiet`: nor does anybody wait for time. */
  get state(): 'Working' | 'Still' | 'Quiet' {
    if (this.#pumping || this.#ready.length > 0) return 'Working';
    return this.#waiters.length > 0 ? 'Still' : 'Quiet';
  }

  /** Runs a line when its turn comes; resolves when the line is done. */
  start<T>(run: () => Promise<T>): Promise<T> {
    const done = this.#turn().then(run);
    const over = done.finally(() => this.#release());
    void this.#pump();
    return over;
  }

  /** Waits for something outside the world, such as a key press, without holding up the others. */
  async outside<T>(promise: Promise<T>): Promise<T> {
    this.#release();
    const value = await promise;
    const turn = this.#turn();
    void this.#pump();
    await turn;
    return value;
  }

  clockOf(terminal: number): Clock {
    const wait = (dueMs: number | undefined, untilMs?: number) => this.#wait(terminal, dueMs, untilMs);
    return {
      nowMs: () => this.#time.nowMs(),
      epochMs: this.#time.epochMs,
      sleep: async (ms) => {
        await wait(this.#time.nowMs() + Math.max(0, ms));
      },
      next: (mode, untilMs) => {
        if (mode === 'follow') return wait(undefined, untilMs);
        const dueMs = this.#time.nextTimerMs();
        return dueMs === undefined ? Promise.resolve('idle') : wait(dueMs);
      },
    };
  }

  /** Wakes what waits in a terminal, with `stop` called first. */
  interrupt(terminal: number, stop: () => void): void {
    const waiting = this.#waiters.filter((waiter) => waiter.terminal === terminal);
    this.#waiters = this.#waiters.filter((waiter) => waiter.terminal !== terminal);
    if (waiting.length === 0) stop();
    for (const [index, waiter] of waiting.entries()) {
      const start = () => {
        if (index === 0) stop();
        waiter.wake('interrupted');
      };
      this.#ready.push({ of: waiter.dueMs === undefined ? 'Follower' : 'Line', start });
    }
    this.#tellFollowing();
    void this.#pump();
  }

  /** The sitting started over: whoever waits never wakes. */
  forget(): void {
    this.#waiters = [];
    this.#tellFollowing();
  }

  /** The earliest moment at which a follower wants to look though nothing happened. */
  followedUntilMs(): number {
    return Math.min(...this.#waiters.map(({ untilMs = Number.POSITIVE_INFINITY }) => untilMs));
  }

  /** The host moved the world: followers look. */
  moved(): void {
    this.#wakeFollowers();
  }

  /** Takes waiting inputs and runs lines; resolves when every line waits for the person or for the wall clock. */
  work(): Promise<void> {
    return this.#pump();
  }

  #wait(
    terminal: number,
    dueMs: number | undefined,
    untilMs: number | undefined,
  ): Promise<'moved' | 'idle' | 'interrupted'> {
    const woken = new Promise<'moved' | 'idle' | 'interrupted'>((resolve) => {
      this.#waiters.push({ terminal, seq: this.#seq++, dueMs, untilMs, wake: resolve });
    });
    this.#tellFollowing();
    this.#release();
    void this.#pump();
    return woken;
  }

  /** The running line waits or is done. */
  #release(): void {
    this.#blocked?.();
    this.#blocked = undefined;
  }

  #turn(): Promise<void> {
    return new Promise((resolve) => this.#ready.push({ of: 'Line', start: resolve }));
  }

  #pump(): Promise<void> {
    this.#pumping ??= this.#run();
    return this.#pumping;
  }

  async #run(): Promise<void> {
    for (;;) {
      const next = this.#ready.shift();
      if (next) {
        await this.#untilBlocked(next);
        continue;
      }
      await this.#thread.breathe();
      await this.#thread.takeInput(++this.#tick);
      if (this.#ready.length > 0) continue;
      const due = this.#earliest();
      if (due?.dueMs === undefined) {
        if (this.#thread.hasInput()) continue;
        // Cleared here and not when the promise settles: an input that comes in between must start a new run.
        this.#pumping = undefined;
        return;
      }
      this.#moveTowards(due.dueMs);
      if (this.#time.nowMs() >= due.dueMs) this.#wake(due, 'moved');
    }
  }

  #untilBlocked({ of, start }: Turn): Promise<void> {
    return new Promise((resolve) => {
      this.#blocked = resolve;
      start();
      if (of === 'Follower') void this.#thread.breathe().then(resolve);
    });
  }

  #earliest(): Waiter | undefined {
    const timed = this.#waiters.filter((waiter) => waiter.dueMs !== undefined);
    return timed.sort(byTurn)[0];
  }

  /** With followers timer by timer, so that they see what happens in its order; else in one go. */
  #moveTowards(dueMs: number): void {
    const followed = this.#waiters.some((waiter) => waiter.dueMs === undefined);
    const timerMs = followed ? this.#time.nextTimerMs() : undefined;
    const toMs = timerMs === undefined ? dueMs : Math.min(dueMs, Math.max(timerMs, this.#time.nowMs() + 1));
    if (toMs > this.#time.nowMs()) this.#time.advance(toMs - this.#time.nowMs());
    this.#wakeFollowers();
  }

  #wakeFollowers(): void {
    for (const waiter of this.#waiters.filter(({ dueMs }) => dueMs === undefined).sort(byTurn))
      this.#wake(waiter, 'moved');
  }

  #wake(waiter: Waiter, how: 'moved' | 'idle'): void {
    this.#waiters = this.#waiters.filter((other) => other !== waiter);
    this.#ready.push({ of: waiter.dueMs === undefined ? 'Follower' : 'Line', start: () => waiter.wake(how) });
    this.#tellFollowing();
  }

  #tellFollowing(): void {
    this.#thread.following(this.#waiters.some(({ dueMs }) => dueMs === undefined) ? 'somebody' : 'nobody');
  }
}

function byTurn(a: Waiter, b: Waiter): number {
  return (a.dueMs ?? 0) - (b.dueMs ?? 0) || a.terminal - b.terminal || a.seq - b.seq;
}
