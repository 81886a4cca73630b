/** Commands that run another command: `env`, `timeout`, `sudo`, `nohup`. */
import { durationMs } from './builtin-date.ts';
import type { Builtin } from './shell.ts';

const quote = (word: string) => (/^[\w./:@%+,=-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`);

/**
 * Runs a command with a bound on world time. Models: GNU coreutils 9.1 timeout.
 * Differs: a command that waits in one step for longer than the bound is cut when that step ends.
 */
const timeout: Builtin = {
  name: 'timeout',
  async run(argv, io, shell) {
    const rest = [...argv];
    while (rest[0]?.startsWith('-')) {
      const flag = rest.shift() as string;
      if (flag === '-s' || flag === '-k' || flag === '--signal' || flag === '--kill-after') rest.shift();
    }
    const [limit = '', ...command] = rest;
    const ms = durationMs(limit);
    if (ms === undefined || command.length === 0) {
      const sentence = ms === undefined && limit !== '' ? `invalid time interval ‘${limit}’` : 'missing operand';
      io.err(`timeout: ${sentence}\nTry 'timeout --help' for more information.\n`);
      return 125;
    }
    const dueMs = io.clock.nowMs() + ms;
    const exitCode = await shell.evaluate(command.map(quote).join(' '), io, ms > 0 ? dueMs : undefined);
    return ms > 0 && io.clock.nowMs() >= dueMs && exitCode !== 0 ? 124 : exitCode;
  },
};

/** Models: GNU coreutils 9.1 env. */
const env: Builtin = {
  name: 'env',
  async run(argv, io, shell) {
    const variables = new Map(io.env);
    let at = 0;
    for (; at < argv.length; at++) {
      const arg = argv[at] as string;
      const assignment = /^([^=]+)=(.*)$/s.exec(arg);
      if (arg === '-i' || arg === '-' || arg === '--ignore-environment') variables.clear();
      else if (arg === '-u' || arg === '--unset') variables.delete(argv[++at] ?? '');
      else if (arg.startsWith('-')) {
        io.err(`env: invalid option -- '${arg.replace(/^-+/, '')[0] ?? ''}'\nTry 'env --help' for more information.\n`);
        return 125;
      } else if (assignment) variables.set(assignment[1] as string, assignment[2] as string);
      else break;
    }
    const command = argv.slice(at);
    if (command.length > 0) return shell.evaluate(command.map(quote).join(' '), { ...io, env: variables });
    io.out([...variables].map(([name, value]) => `${name}=${value}\n`).join(''));
    return 0;
  },
};

const printenv: Builtin = {
  name: 'printenv',
  run(argv, io) {
    if (argv.length === 0) io.out([...io.env].map(([name, value]) => `${name}=${value}\n`).join(''));
    const values = argv.map((name) => io.env.get(name));
    io.out(values.flatMap((value) => (value === undefined ? [] : [`${value}\n`])).join(''));
    return values.includes(undefined) ? 1 : 0;
  },
};

/** Nobody is asked for a password: the person of a lab may do everything the lab lets them. */
const sudo: Builtin = {
  name: 'sudo',
  async run(argv, io, shell) {
    const rest = [...argv];
    while (rest[0]?.startsWith('-')) if (/^-[ugp]$/.test(rest.shift() as string)) rest.shift();
    if (rest.length > 0) return shell.evaluate(rest.map(quote).join(' '), io);
    io.err('usage: sudo [-AbEHknPS] [-u user] [VAR=value] [-i|-s] [<command>]\n');
    return 1;
  },
};

/** A job here outlives nothing, because no terminal hangs up: the command runs as it is. */
const nohup: Builtin = {
  name: 'nohup',
  async run(argv, io, shell) {
    if (argv.length > 0) return shell.evaluate(argv.map(quote).join(' '), io);
    io.err("nohup: missing operand\nTry 'nohup --help' for more information.\n");
    return 125;
  },
};

export const RUN_BUILTINS: readonly Builtin[] = [env, printenv, timeout, sudo, nohup];
