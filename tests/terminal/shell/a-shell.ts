/** A shell session for tests: its own files, a clock that only moves when asked, and all text in order. */
import { createHomeFiles, type FileTable, type StoredFile } from '../../../lib/terminal/shell/home-files.ts';
import { openShell } from '../../../lib/terminal/shell/session.ts';
import type { ShellOptions } from '../../../lib/terminal/shell/shell.ts';
import type { Clock, Tool } from '../../../lib/terminal/tool.ts';
import { draw } from '../../../lib/world/sim/random.ts';

export interface TestClock extends Clock {
  /** What `next` answers when nothing else moves the clock; each call moves it by a second. */
  moves: number;
}

export function aClock(epochMs = 1_767_225_600_000): TestClock {
  let now = 0;
  const clock: TestClock = {
    epochMs,
    moves: Number.POSITIVE_INFINITY,
    nowMs: () => now,
    sleep: async (ms) => {
      now += ms;
    },
    next: async () => {
      // A host moves the world in a turn of its own.
      await new Promise((resolve) => setImmediate(resolve));
      if (clock.moves-- <= 0) return 'idle';
      now += 1000;
      return 'moved';
    },
  };
  return clock;
}

export function someFiles(home: string, clock: Clock): Map<string, StoredFile> {
  const table = new Map<string, StoredFile>();
  for (let path = home; path !== ''; path = path.slice(0, path.lastIndexOf('/'))) {
    table.set(path, { text: undefined, modifiedMs: clock.nowMs() });
  }
  return table;
}

export interface TestShell {
  readonly options: ShellOptions;
  readonly clock: TestClock;
  readonly table: FileTable;
}

export function shellOptions(setup: { home?: string; tools?: readonly Tool[]; clock?: TestClock } = {}): TestShell {
  const { home = '/home/learner', tools = [], clock = aClock() } = setup;
  const table = someFiles(home, clock);
  const options: ShellOptions = {
    files: createHomeFiles(table, () => clock.nowMs()),
    tools,
    user: 'learner',
    uid: 1000,
    hostname: 'hoplab',
    home,
    env: {},
    shell: 'bash',
    clock,
    chance: (n) => draw(7, 'shell', 'test', n),
  };
  return { options, clock, table };
}

export const TTY = { columns: 80, rows: 24 };

/** Runs lines and gives what each printed, in order, and its exit code. */
export function aShell(setup: Parameters<typeof shellOptions>[0] & { tty?: boolean } = {}) {
  const { options, clock, table } = shellOptions(setup);
  let session = openShell(options);
  const tty = setup.tty ? TTY : undefined;
  const run = async (line: string) => {
    let out = '';
    let err = '';
    let text = '';
    const exitCode = await session.run(line, {
      out: (piece) => {
        out += piece;
        text += piece;
      },
      err: (piece) => {
        err += piece;
        text += piece;
      },
      tty,
    });
    return { out, err, text, exitCode };
  };
  /** Drops the session and opens it again from its saved state, as JSON. */
  const reopen = () => {
    session = openShell({ ...options, state: JSON.parse(JSON.stringify(session.snapshot())) });
  };
  return { run, reopen, clock, table, options, session: () => session };
}
