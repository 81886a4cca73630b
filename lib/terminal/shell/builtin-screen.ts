/** Commands that use the screen: `clear`, `less`, `more`, `man`, `watch`, and the editors. */
import type { ToolIo } from '../tool.ts';
import { durationMs } from './builtin-date.ts';
import { resolvePath } from './file-system.ts';
import type { Builtin, Shell } from './shell.ts';

const CLEAR = '\u001b[H\u001b[2J\u001b[3J';
const HOME_AND_CLEAR = '\u001b[H\u001b[2J';

const clear: Builtin = {
  name: 'clear',
  run(_, io) {
    io.out(CLEAR);
    return 0;
  },
};

/** Without a terminal, or when all fits on it, a pager is `cat`. */
async function page(text: string, io: ToolIo, shell: Shell): Promise<void> {
  const { seat } = shell.options;
  const lines = text.split('\n').length - 1;
  if (io.tty && seat?.page && lines > io.tty.rows - 1) await seat.page(text);
  else io.out(text);
}

const pager = (name: string): Builtin => ({
  name,
  async run(argv, io, shell) {
    const paths = argv.filter((arg) => !arg.startsWith('-') && !arg.startsWith('+'));
    if (paths.length === 0 && io.stdinIsTerminal) {
      io.err(
        name === 'less'
          ? 'Missing filename ("less --help" for help)\n'
          : `${name}: bad usage\nTry '${name} --help' for more information.\n`,
      );
      return 1;
    }
    let exitCode = 0;
    let text = paths.length === 0 ? io.stdin : '';
    for (const path of paths) {
      const content = path === '-' ? io.stdin : io.files.read(resolvePath(io.cwd, path));
      if (content === undefined) {
        io.err(`${path}: No such file or directory\n`);
        exitCode = 1;
      } else text += content;
    }
    await page(text, io, shell);
    return exitCode;
  },
});

const man: Builtin = {
  name: 'man',
  async run(argv, io, shell) {
    const topic = argv.find((arg) => !/^-|^\d$/.test(arg));
    if (topic === undefined) {
      io.out("What manual page do you want?\nFor example, try 'man man'.\n");
      return 1;
    }
    if (!shell.isCommand(topic)) {
      io.err(`No manual entry for ${topic}\n`);
      return 16;
    }
    let help = '';
    const take = (text: string) => {
      help += text;
    };
    await shell.evaluate(`${topic} --help`, { ...io, out: take, err: take, tty: undefined });
    if (help === '') {
      io.err(`No manual entry for ${topic}\n`);
      return 16;
    }
    await page(help, io, shell);
    return 0;
  },
};

/**
 * Redraws a command's output as world time passes, until Ctrl-C. In a script, where nobody could end it, it runs once.
 * Models: procps 4.0 watch.
 */
const watch: Builtin = {
  name: 'watch',
  async run(argv, io, shell) {
    const args = [...argv];
    let intervalMs = 2000;
    let title = true;
    while (args[0]?.startsWith('-')) {
      const flag = args.shift() as string;
      const given = /^(?:-n|--interval=?)(.*)$/.exec(flag);
      if (given)
        intervalMs = Math.max(100, durationMs(given[1] === '' ? (args.shift() ?? '') : (given[1] as string)) ?? 2000);
      else if (/^-\w*t|--no-title/.test(flag)) title = false;
    }
    const command = args.join(' ');
    if (command === '') {
      io.err('Usage:\n watch [options] command\n');
      return 1;
    }
    const { options } = shell;
    do {
      let shown = '';
      const take = (text: string) => {
        shown += text;
      };
      await shell.evaluate(command, { ...io, out: take, err: take, tty: undefined });
      io.out(screen(shown, io, title ? `Every ${(intervalMs / 1000).toFixed(1)}s: ${command}` : '', options.hostname));
    } while (io.tty && (await pause(io, intervalMs)));
    return 0;
  },
};

function screen(text: string, io: ToolIo, title: string, hostname: string): string {
  const { columns, rows } = io.tty ?? { columns: 80, rows: 1000 };
  const head =
    title === '' ? [] : [`${title}${hostname.padStart(Math.max(1, columns - title.length))}`.slice(0, columns), ''];
  const lines = [...head, ...text.replace(/\n$/, '').split('\n')].slice(0, io.tty ? rows - 1 : undefined);
  return `${io.tty ? HOME_AND_CLEAR : ''}${lines.map((line) => line.slice(0, columns)).join('\n')}\n`;
}

/** False when the person ended it. */
async function pause(io: ToolIo, ms: number): Promise<boolean> {
  const dueMs = io.clock.nowMs() + ms;
  while (io.clock.nowMs() < dueMs) {
    const reason = await io.clock.next('follow', dueMs);
    if (reason !== 'moved' || io.interrupted()) return false;
  }
  return !io.interrupted();
}

const editor = (name: string): Builtin => ({
  name,
  async run(argv, io) {
    const path = argv.find((arg) => !arg.startsWith('-') && !arg.startsWith('+'));
    if (!io.edit || !io.tty) {
      io.err(`${name}: standard output is not a terminal\n`);
      return 1;
    }
    if (path === undefined) {
      io.err(`${name}: name a file to open it in the file pane\n`);
      return 1;
    }
    await io.edit(resolvePath(io.cwd, path));
    return 0;
  },
});

export const SCREEN_BUILTINS: readonly Builtin[] = [
  clear,
  pager('less'),
  pager('more'),
  man,
  watch,
  ...['vi', 'vim', 'nano', 'editor'].map(editor),
];
