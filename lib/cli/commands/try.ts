import { createInterface } from 'node:readline/promises';
import { grade } from '../../assessment/grade.ts';
import { labTools } from '../../assessment/lab-tools.ts';
import { buildScenario } from '../../assessment/labs/scenario.ts';
import { resolveVariant, type Variant } from '../../assessment/labs/variant.ts';
import { openAccess } from '../../terminal/access.ts';
import { openShell } from '../../terminal/shell/session.ts';
import type { ShellSession } from '../../terminal/shell/shell.ts';
import { scriptClock } from '../../terminal/timekeeper.ts';
import { enterPlace, HOME, workstation } from '../../terminal/workstation.ts';
import { draw } from '../../world/sim/random.ts';
import { parseFlags, wholeNumber } from '../flags.ts';
import { labArgument } from '../lab-argument.ts';
import { type CliIo, EXIT, type Verb } from '../outcome.ts';

export const tryLab: Verb = {
  words: 'try',
  usage: 'try LAB [--seed N] [-c COMMANDS]',
  says: 'Opens a lab in this terminal; with -c runs the commands and leaves with the exit code of the last one.',
  async run(args, io) {
    const { values, positionals } = parseFlags(args, { seed: { type: 'string' }, c: { type: 'string', short: 'c' } });
    const { lab, folder } = labArgument(io.labRoots, positionals[0]);
    const variant = resolveVariant(lab.name, folder, wholeNumber(values.seed, '--seed', 1));
    const shell = openLab(variant);
    const streams = { out: io.out, err: io.err, tty: undefined };
    if (values.c !== undefined) return shell.run(values.c, streams);
    io.out(`${variant.lab.title}\n\n${variant.brief}\n`);
    return converse(shell, io);
  },
};

function openLab(variant: Variant): ShellSession {
  const start = buildScenario(variant);
  const world = start.fork();
  const answers: Record<string, string> = {};
  const opened = new Map<string, number>();
  const tools = labTools({
    variant,
    check: () => grade({ variant, world, start, answers }),
    openHint(task) {
      const step = opened.get(task) ?? 0;
      opened.set(task, step + 1);
      return variant.hints[task]?.[step];
    },
    answer(task, value) {
      answers[task] = value;
    },
    resetAfterLine() {},
  });
  const access = openAccess(world);
  const files = access.files('home');
  for (const [path, text] of Object.entries(variant.homeFiles)) files.write(`${HOME}/${path}`, text);
  return openShell({
    ...workstation(access, files, tools),
    clock: scriptClock(access.time),
    chance: (n) => draw(variant.seed, 'shell', 'try', n),
    enter: (place) => enterPlace(access, place),
  });
}

/** Reads lines until the end of input or `exit`. */
async function converse(shell: ShellSession, io: CliIo): Promise<number> {
  const lines = createInterface({
    input: process.stdin,
    output: process.stdout,
    terminal: process.stdin.isTTY === true,
  });
  lines.on('SIGINT', () => shell.interrupt());
  const size = { columns: process.stdout.columns ?? 80, rows: process.stdout.rows ?? 24 };
  lines.setPrompt(shell.prompt());
  lines.prompt();
  let code: number = EXIT.ok;
  for await (const line of lines) {
    code = await shell.run(line, { out: io.out, err: io.err, tty: size });
    if (shell.exited !== undefined) break;
    lines.setPrompt(shell.prompt());
    lines.prompt();
  }
  lines.close();
  return shell.exited ?? code;
}
