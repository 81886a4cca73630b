/** Commands in containers for both kubectls: the shell of the world's own terminals, and nobody at its keys. */
import type { ExecCall } from '../../lib/sitting/exec.ts';
import { openAccess } from '../../lib/terminal/access.ts';
import { openShell } from '../../lib/terminal/shell/session.ts';
import { scriptClock } from '../../lib/terminal/timekeeper.ts';
import { enterPlace, HOME } from '../../lib/terminal/workstation.ts';
import type { World } from '../../lib/world/world.ts';

export interface Heard {
  out(text: string): void;
  err(text: string): void;
}

const PROGRAM = 'enter-container';

/** Resolves with its exit code. */
export function runInside(world: World, call: Omit<ExecCall, 'tty'>, { out, err }: Heard): Promise<number> {
  const { cluster, namespace, pod, container, argv, stdin } = call;
  const access = openAccess(world);
  const place = { cluster, pod: { namespace, name: pod, container } };
  const shell = openShell({
    files: access.files('home'),
    tools: [{ name: PROGRAM, run: (_, io) => io.runIn(place, argv, { stdin, interactive: false }) }],
    user: 'root',
    uid: 0,
    hostname: pod,
    home: HOME,
    env: { TERM: 'xterm' },
    shell: 'sh',
    clock: scriptClock(access.time),
    chance: () => 0.5,
    enter: (inner) => enterPlace(access, inner),
  });
  return shell.run(PROGRAM, { out, err, tty: undefined });
}
