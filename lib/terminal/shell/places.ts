/** Shells and commands in other places of the world: `kubectl exec`, `ssh`. */
import type { Place } from '../../world/dataplane/trace.ts';
import type { RunInOptions, ToolIo } from '../tool.ts';
import { isComplete } from './scan.ts';
import type { Shell, ShellOptions, ShellSession, Surroundings } from './shell.ts';

const SHELLS = /^(?:\/(?:usr\/)?bin\/)?(?:ba|a|da)?sh$/;
/** Programs that the shell has built in and offers nobody. */
const UNOFFERED: ReadonlySet<string> = new Set(['test', '[']);

export async function runElsewhere(
  shell: Shell,
  place: Place,
  argv: readonly string[],
  how: RunInOptions,
  outer: ToolIo,
): Promise<number> {
  const io = { ...outer, out: how.out ?? outer.out, err: how.err ?? outer.err };
  const surroundings = shell.options.enter?.(place);
  if (!surroundings) {
    io.err('not modelled: running a command there\n');
    return 126;
  }
  const inner = shell.open(optionsFor(shell.options, surroundings, io));
  const [name = '', ...args] = argv;
  const interactive = how.interactive && SHELLS.test(name) && !args.includes('-c');
  const detach = shell.attach(inner, interactive ? 'interactive' : 'script');
  try {
    if (interactive) return await converse(inner, shell.options, io);
    const line = commandLine(argv, how.stdin, inner);
    if (line !== undefined)
      return await inner.run(line, { out: io.out, err: io.err, tty: io.tty, ...inputOf(argv, how.stdin) });
    const refusal = surroundings.unknownCommand?.(name);
    io.err(refusal?.text ?? `${surroundings.shell}: ${name}: command not found\n`);
    return refusal?.exitCode ?? 127;
  } finally {
    detach();
  }
}

/** The words as a line for the inner shell; undefined when it has no such command. */
function commandLine([name = '', ...args]: readonly string[], stdin: string, inner: ShellSession): string | undefined {
  if (SHELLS.test(name)) {
    const script = args.indexOf('-c');
    return script < 0 ? stdin : args[script + 1];
  }
  const offered = inner.complete(name, name.length).candidates.some((candidate) => candidate.trim() === name);
  const known = offered || UNOFFERED.has(name);
  if (!known && !name.includes('/')) return undefined;
  return [name, ...args].map(quote).join(' ');
}

/** A shell without a script has read its input as one. */
function inputOf([name = '', ...args]: readonly string[], stdin: string): { stdin?: string } {
  return stdin === '' || (SHELLS.test(name) && !args.includes('-c')) ? {} : { stdin };
}

/** The inner shell has the outer one's clock, which jobs of the outer shell also follow. */
function optionsFor(outer: ShellOptions, inner: Surroundings, io: ToolIo): ShellOptions {
  return {
    ...inner,
    clock: io.clock,
    chance: outer.chance,
    ...(outer.seat ? { seat: outer.seat } : {}),
    ...(outer.enter ? { enter: outer.enter } : {}),
  };
}

/** Lines of the person go to the inner shell until `exit` or Ctrl-D. */
async function converse(inner: ShellSession, { seat }: ShellOptions, io: ToolIo): Promise<number> {
  if (!seat) return 0;
  while (inner.exited === undefined) {
    const { interrupts } = inner;
    let text = await askLine(inner, seat, inner.prompt());
    while (text !== undefined && !isComplete(text)) {
      const more: string | undefined = await askLine(inner, seat, '> ');
      text = more === undefined ? undefined : `${text}\n${more}`;
    }
    if (text === undefined) {
      // Some hosts answer first and interrupt then, in the same turn.
      await Promise.resolve();
      if (inner.interrupts > interrupts) {
        io.out('\n');
        continue;
      }
      io.out('exit\n');
      break;
    }
    await inner.run(text, io);
  }
  return inner.exited ?? inner.snapshot().exitCode;
}

function askLine(inner: ShellSession, seat: NonNullable<ShellOptions['seat']>, prompt: string) {
  return seat.readLine({ prompt, kind: 'command', complete: (line, cursor) => inner.complete(line, cursor) });
}

function quote(word: string): string {
  return /^[\w./:@%+,=-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
