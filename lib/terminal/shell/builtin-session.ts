/** Commands about the session itself: history, traps, running other commands. */
import type { Builtin } from './shell.ts';

const history: Builtin = {
  name: 'history',
  run(argv, io, shell) {
    if (argv[0] === '-c') {
      shell.history.length = 0;
      return 0;
    }
    if (argv[0] !== undefined && !/^\d+$/.test(argv[0])) {
      io.err(
        `bash: history: ${argv[0]}: ${argv[0].startsWith('-') ? 'invalid option' : 'numeric argument required'}\n`,
      );
      return argv[0].startsWith('-') ? 2 : 1;
    }
    const first = argv[0] === undefined ? 0 : Math.max(0, shell.history.length - Number(argv[0]));
    io.out(
      shell.history
        .slice(first)
        .map((line, index) => `${String(first + index + 1).padStart(5)}  ${line}\n`)
        .join(''),
    );
    return 0;
  },
};

const TRAPPABLE = ['EXIT', 'INT', 'TERM', 'HUP'];

/** Models: bash 5.2 trap. Differs: ERR, DEBUG and RETURN are not modelled. */
const trap: Builtin = {
  name: 'trap',
  run(argv, io, shell) {
    const args = argv[0] === '--' ? argv.slice(1) : argv;
    if (args.length === 0 || args[0] === '-p') {
      for (const [name, action] of [...shell.traps].sort(([a], [b]) => TRAPPABLE.indexOf(a) - TRAPPABLE.indexOf(b))) {
        io.out(`trap -- '${action.replaceAll("'", "'\\''")}' ${name === 'EXIT' ? name : `SIG${name}`}\n`);
      }
      return 0;
    }
    const [action = '-', ...names] = args.length === 1 ? ['-', ...args] : args;
    let exitCode = 0;
    for (const given of names) {
      const name =
        given === '0'
          ? 'EXIT'
          : given === '2'
            ? 'INT'
            : given === '15'
              ? 'TERM'
              : given.toUpperCase().replace(/^SIG/, '');
      if (name === 'ERR' || name === 'DEBUG' || name === 'RETURN') {
        io.err(`bash: trap: ${name}: not modelled\n`);
        exitCode = 1;
      } else if (!TRAPPABLE.includes(name)) {
        io.err(`bash: trap: ${given}: invalid signal specification\n`);
        exitCode = 1;
      } else if (action === '-') shell.traps.delete(name);
      else shell.traps.set(name, action);
    }
    return exitCode;
  },
};

const logout: Builtin = {
  name: 'logout',
  run(argv, _, shell) {
    shell.exit(Number(argv[0] ?? shell.state.lastExitCode));
    return 0;
  },
};

/** just-bash's own `help` speaks of itself; lines are changed to name this one. */
export const HELP = 'hoplab-help';

const help: Builtin = {
  name: HELP,
  run(_, io, shell) {
    const names = shell.commandNames.filter((name) => !name.startsWith('hoplab-')).sort();
    io.out('GNU bash, version 5.1.0(1)-release (x86_64-pc-linux-gnu)\n');
    io.out("These commands are here. Type `NAME --help' to find out more about the command `NAME'.\n\n");
    io.out(`${names.join(' ').replace(/(.{1,74})(?: |$)/g, ' $1\n')}`);
    return 0;
  },
};

const notHere = (name: string, because: string): Builtin => ({
  name,
  run(_, io) {
    io.err(`bash: ${name}: not modelled: ${because}\n`);
    return 126;
  },
});

export const SESSION_BUILTINS: readonly Builtin[] = [
  history,
  trap,
  logout,
  help,
  notHere('ulimit', 'the limits of this terminal are fixed'),
  notHere('bind', 'the keys of this terminal are fixed'),
  notHere('suspend', 'a terminal has no parent shell'),
  notHere('fc', 'use history and the arrow keys'),
  notHere('coproc', 'use a job (&)'),
];
