/** Runs a command script on a world without a person: self-tests, `grade`, submissions. */
import { draw } from '../world/sim/random.ts';
import type { World } from '../world/world.ts';
import { openAccess } from './access.ts';
import { openShell } from './shell/session.ts';
import { scriptClock } from './timekeeper.ts';
import type { Tool } from './tool.ts';
import { enterPlace, HOME, workstation } from './workstation.ts';

export interface ScriptResult {
  readonly exitCode: number;
  /** Standard output and error as they came. */
  readonly transcript: string;
}

export interface ScriptOptions {
  /** Files of the home directory by relative path. */
  readonly files: Readonly<Record<string, string>>;
  readonly labTools: readonly Tool[];
}

/** Changes `world`. The script goes on after a failing command, as a shell does. */
export async function runScript(world: World, script: string, options: ScriptOptions): Promise<ScriptResult> {
  const access = openAccess(world);
  const files = access.files('home');
  for (const [path, text] of Object.entries(options.files)) files.write(`${HOME}/${path}`, text);
  const shell = openShell({
    ...workstation(access, files, options.labTools),
    clock: scriptClock(access.time),
    chance: (n) => draw(world.seed, 'shell', 'script', n),
    enter: (place) => enterPlace(access, place),
  });
  let transcript = '';
  const print = (text: string) => {
    transcript += text;
  };
  const exitCode = await shell.run(script, { out: print, err: print, tty: undefined });
  return { exitCode, transcript };
}
