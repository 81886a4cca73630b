/** One line while it runs: its streams, its interrupt and the time it sees. */
import type { Clock } from '../tool.ts';
import type { LineIo } from './shell.ts';

const MAX_OUTPUT = 1024 * 1024;

/** Sleeps of one line that cost a person nothing. A line that goes on sleeping is a loop to look at: from then on it keeps to the wall clock. */
const FREE_SLEEPS = 5;

export class LineRun {
  readonly io: LineIo;
  readonly clock: Clock;
  readonly #stop: () => void;
  readonly #stops = new Set<() => void>();
  readonly stopped: Promise<'interrupted'>;
  interrupted = false;
  /** What the commands of the line read; empty when it is the terminal. */
  stdin = '';
  #written = 0;
  #sleeps = 0;

  /** `moved` is called after the line moved the clock. */
  constructor(io: LineIo, clock: (stopped: Promise<'interrupted'>) => Clock) {
    let stop = () => {};
    this.stopped = new Promise((resolve) => {
      stop = () => resolve('interrupted');
    });
    this.#stop = stop;
    const inner = clock(this.stopped);
    // A command that follows the world may print for hours; its bound is one step of the world.
    this.clock = {
      ...inner,
      nowMs: () => inner.nowMs(),
      sleep: (ms) => (++this.#sleeps > FREE_SLEEPS && io.tty ? this.#follow(inner.nowMs() + ms) : inner.sleep(ms)),
      next: (mode, untilMs) => {
        if (mode === 'follow') this.#written = 0;
        return inner.next(mode, untilMs);
      },
    };
    this.io = {
      out: (text) => this.#write(text, io.out),
      err: (text) => this.#write(text, io.err),
      tty: io.tty,
    };
  }

  async #follow(untilMs: number): Promise<void> {
    while (this.clock.nowMs() < untilMs && !this.interrupted) {
      if ((await this.clock.next('follow', untilMs)) !== 'moved') return;
    }
  }

  /** The promise, or `interrupted` when that comes first; keeps nothing once it is settled, as a follower asks often. */
  race<T>(promise: Promise<T>): Promise<T | 'interrupted'> {
    if (this.interrupted) return Promise.resolve('interrupted');
    return new Promise((resolve, reject) => {
      const stop = () => resolve('interrupted');
      this.#stops.add(stop);
      promise.then(resolve, reject).finally(() => this.#stops.delete(stop));
    });
  }

  interrupt(): void {
    if (this.interrupted) return;
    this.interrupted = true;
    this.#stop();
    for (const stop of this.#stops) stop();
    this.#stops.clear();
  }

  #write(text: string, to: (text: string) => void): void {
    if (text === '' || this.#written > MAX_OUTPUT) return;
    this.#written += text.length;
    to(text);
    if (this.#written <= MAX_OUTPUT) return;
    to('\nbash: stopped: the line wrote more than 1 MiB (limit of this terminal)\n');
    this.interrupt();
  }
}

/** The clock of a foreground line: moves world time, not beyond `dueMs`, and lets jobs run when it did. */
export function foregroundClock(
  clock: Clock,
  race: LineRun['race'],
  moved: () => Promise<void>,
  dueMs = Number.POSITIVE_INFINITY,
): Clock {
  return {
    nowMs: () => clock.nowMs(),
    epochMs: clock.epochMs,
    async sleep(ms) {
      await race(clock.sleep(Math.min(ms, Math.max(0, dueMs - clock.nowMs()))));
      await moved();
    },
    async next(mode, untilMs) {
      const reason = await race(clock.next(mode, untilMs));
      await moved();
      return reason;
    },
  };
}
