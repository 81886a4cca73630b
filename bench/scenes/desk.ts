/** The learner's machine over a world, with and without a shell. */
import { openAccess } from '../../lib/terminal/access.ts';
import { openShell } from '../../lib/terminal/shell/session.ts';
import type { ShellSession } from '../../lib/terminal/shell/shell.ts';
import { scriptClock } from '../../lib/terminal/timekeeper.ts';
import type { Tool, ToolIo } from '../../lib/terminal/tool.ts';
import { HOME, workstation } from '../../lib/terminal/workstation.ts';
import type { World } from '../../lib/world/world.ts';

export interface Desk {
  readonly shell: () => ShellSession;
  /** Runs kubectl by its function. */
  kubectl(argv: readonly string[]): Promise<{ text: string; exitCode: number }>;
}

export function openDesk(world: World): Desk {
  const access = openAccess(world);
  const surroundings = workstation(access, access.files('home'), []);
  const tool = surroundings.tools.find(({ name }) => name === 'kubectl') as Tool;
  const clock = scriptClock(access.time);
  return {
    shell: () => openShell({ ...surroundings, clock, chance: () => 0.5 }),
    async kubectl(argv) {
      let text = '';
      const print = (some: string) => {
        text += some;
      };
      const io: ToolIo = {
        stdin: '',
        stdinIsTerminal: true,
        out: print,
        err: print,
        env: new Map([['HOME', HOME]]),
        cwd: HOME,
        files: surroundings.files,
        clock,
        interrupted: () => false,
        tty: undefined,
        readLine: async () => undefined,
        runIn: async () => 127,
      };
      const exitCode = await tool.run(argv, io);
      return { text, exitCode };
    },
  };
}

/** Runs a line in a shell; its whole text. */
export async function runLine(shell: ShellSession, line: string): Promise<string> {
  let text = '';
  const print = (some: string) => {
    text += some;
  };
  await shell.run(line, { out: print, err: print, tty: undefined });
  return text;
}
