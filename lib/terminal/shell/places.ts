/** Shells and commands in other places of the world: `kubectl exec`, `ssh`. */
import type { Place } from '../../world/dataplane/trace.ts';
import type { ToolIo } from '../tool.ts';
import { isComplete } from './scan.ts';
import type { Shell, ShellOptions, ShellSession, Surroundings } from './shell.ts';

const SHELLS = /^(?:\/(?:usr\/)?bin\/)?(?:ba|a|da)?sh$/;

export async function runElsewhere(
  shell: Shell,
  place: Place,
  argv: readonly string[],
  how: { readonly stdin: string; readonly interactive: boolean },
  io: ToolIo,
): Promise<number> {
  const surroundings = shell.options.enter?.(place);
  if (!surroundings) {
    io.err('not modelled: running a command there\n');
    return 126;
  }
  const [name = '', ...args] = argv;
  const inner = shell.open(optionsFor(shell.options, surroundings, io));
  if (SHELLS.test(name)) {
    const script = args.indexOf('-c');
    if (script >= 0) return inner.run(args[script + 1] ?? '', io);
    if (how.interactive) return converse(inner, shell.options, io);
    return inner.run(how.stdin, io);
  }
  if (
    !inner.complete(name, name.length).candidates.some((candidate) => candidate.trim() === name) &&
    !name.includes('/')
  ) {
    const refusal = surroundings.unknownCommand?.(name);
    io.err(refusal?.text ?? `${surroundings.shell}: ${name}: command not found\n`);
    return refusal?.exitCode ?? 127;
  }
  const line = argv.map(quote).join(' ');
  return inner.run(
    how.stdin === '' ? line : `${line} <<'HOPLAB_INPUT'\n${how.stdin.replace(/\n$/, '')}\nHOPLAB_INPUT`,
    io,
  );
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
    let text = await askLine(inner, seat, inner.prompt());
    while (text !== undefined && !isComplete(text)) {
      const more: string | undefined = await askLine(inner, seat, '> ');
      text = more === undefined ? undefined : `${text}\n${more}`;
    }
    if (text === undefined) {
      if (io.interrupted()) return 130;
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
