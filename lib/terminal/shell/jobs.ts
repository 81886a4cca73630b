/** Background jobs: their table, their texts and the time they see. */
import type { Clock, ToolIo } from '../tool.ts';
import type { SavedJob } from './state.ts';

export interface Job {
  readonly id: number;
  readonly pid: number;
  readonly text: string;
  state: 'Running' | 'Done' | 'Terminated';
  exitCode: number;
  /** True while it can do nothing until world time moves. */
  waiting: boolean;
  /** Resolves when the job has ended. */
  readonly ended: Promise<void>;
  stop(): void;
}

interface Sleeper {
  /** Undefined for a job that follows the world: it wakes whenever the world moved. */
  readonly dueMs: number | undefined;
  wake(): void;
}

export class JobTable {
  jobs: Job[] = [];
  #sleepers: Sleeper[] = [];
  #onChange: (() => void) | undefined;

  constructor(saved: readonly SavedJob[]) {
    // A restart ends what ran in the background, as it does at work.
    this.jobs = saved.map((job) => ({
      ...job,
      state: job.state === 'Running' ? 'Terminated' : job.state,
      waiting: true,
      ended: Promise.resolve(),
      stop: () => {},
    }));
  }

  nextId(): number {
    return Math.max(0, ...this.jobs.map((job) => job.id)) + 1;
  }

  add(pid: number, text: string, start: (job: Job) => Promise<number>, stop: () => void): Job {
    const id = this.nextId();
    let end = () => {};
    const ended = new Promise<void>((resolve) => {
      end = resolve;
    });
    const job: Job = { id, pid, text, state: 'Running', exitCode: 0, waiting: false, ended, stop };
    this.jobs.push(job);
    void start(job).then((exitCode) => {
      job.exitCode = exitCode;
      if (job.state === 'Running') job.state = 'Done';
      end();
      this.#changed();
    });
    return job;
  }

  /** By `%n`, `%%`, `%+`, `%-`, `%text` or a process id; the current job when nothing is said. */
  find(spec: string | undefined): Job | undefined {
    if (spec === undefined || spec === '%%' || spec === '%+' || spec === '%') return this.jobs.at(-1);
    if (spec === '%-') return this.jobs.at(-2) ?? this.jobs.at(-1);
    if (/^%\d+$/.test(spec)) return this.jobs.find((job) => job.id === Number(spec.slice(1)));
    if (spec.startsWith('%')) return this.jobs.find((job) => job.text.startsWith(spec.slice(1)));
    return this.jobs.find((job) => job.pid === Number(spec));
  }

  forget(job: Job): void {
    this.jobs = this.jobs.filter((other) => other !== job);
  }

  running(): Job[] {
    return this.jobs.filter((job) => job.state === 'Running');
  }

  /** `[1]+  Running                 sleep 5 &`. Models: bash 5.2 jobs.c, pretty_print_job. */
  line(job: Job, format: 'short' | 'long' = 'short'): string {
    const flag = job === this.jobs.at(-1) ? '+' : job === this.jobs.at(-2) ? '-' : ' ';
    const state = job.state === 'Done' && job.exitCode !== 0 ? `Exit ${job.exitCode}` : job.state;
    const pid = format === 'long' ? `${job.pid} ` : '';
    return `[${job.id}]${flag}  ${pid}${state.padEnd(24)}${job.text}${job.state === 'Running' ? ' &' : ''}\n`;
  }

  /** Lines for jobs that ended since they were last spoken of; they leave the table. */
  takeEnded(): string {
    const ended = this.jobs.filter((job) => job.state !== 'Running');
    const text = ended.map((job) => this.line(job)).join('');
    for (const job of ended) this.forget(job);
    return text;
  }

  /**
   * The clock of a job: it never moves time, it waits until the foreground or the host did. `cancelled` resolves when
   * the job is ended.
   */
  clockFor(job: Job, clock: Clock, cancelled: Promise<'interrupted'>): Clock {
    const waitFor = async (dueMs: number | undefined): Promise<'moved' | 'interrupted'> => {
      const sleeper: Sleeper = { dueMs, wake: () => {} };
      const woken = new Promise<'moved'>((resolve) => {
        sleeper.wake = () => {
          job.waiting = false;
          this.#sleepers = this.#sleepers.filter((other) => other !== sleeper);
          resolve('moved');
        };
      });
      this.#sleepers.push(sleeper);
      job.waiting = true;
      this.#changed();
      const reason = await Promise.race([woken, cancelled]);
      if (reason === 'interrupted') sleeper.wake();
      return reason;
    };
    return {
      nowMs: () => clock.nowMs(),
      epochMs: clock.epochMs,
      async sleep(ms) {
        await waitFor(clock.nowMs() + ms);
      },
      next: () => waitFor(undefined),
    };
  }

  /** Resolves when every running job waits for time, so that what a line does never depends on the host. */
  async settle(): Promise<void> {
    while (this.running().some((job) => !job.waiting)) {
      await new Promise<void>((resolve) => {
        this.#onChange = resolve;
      });
    }
  }

  #changed(): void {
    this.#onChange?.();
    this.#onChange = undefined;
  }

  /** Wakes jobs whose time has come and lets them run; the session calls it whenever the foreground moved the clock. */
  async wakeDue(nowMs: number): Promise<void> {
    const due = this.#sleepers.filter(({ dueMs }) => dueMs === undefined || dueMs <= nowMs);
    for (const sleeper of due) sleeper.wake();
    if (due.length > 0) await this.settle();
  }

  /** When the next sleeping job is due, for `wait`, which may move the clock. */
  nextDueMs(): number | undefined {
    const due = this.#sleepers.flatMap(({ dueMs }) => dueMs ?? []);
    return due.length === 0 ? undefined : Math.min(...due);
  }
}

/** `wait` and `fg`: moves the clock from due time to due time until the job has ended. */
export async function awaitJob(
  table: JobTable,
  job: Job,
  io: Pick<ToolIo, 'clock' | 'interrupted' | 'tty'>,
): Promise<void> {
  const { clock } = io;
  await table.settle();
  while (job.state === 'Running' && !io.interrupted()) {
    const due = table.nextDueMs();
    if (due !== undefined) await clock.sleep(Math.max(0, due - clock.nowMs()));
    else {
      const jumped = await clock.next('jump');
      // Before a person the world may still move with the wall clock; in a script nothing is ever going to happen.
      const reason = jumped === 'idle' && io.tty ? await clock.next('follow') : jumped;
      if (reason !== 'moved') return;
    }
    await table.wakeDue(clock.nowMs());
    await table.settle();
  }
}
