/** just-bash loads the code of a command when it first runs; loaded here, that happens before any line. */
import { Bash } from 'just-bash';
import { BUNDLED } from './engine.ts';

/** Whether the code is there is a fact of the thread, like the code itself. */
const LOADING: { all?: Promise<void> } = {};

/** Resolves when the code of every command of a terminal is loaded: some 200 ms in pieces of a few, once a thread. */
export function preloadCommands(): Promise<void> {
  LOADING.all ??= load();
  return LOADING.all;
}

async function load(): Promise<void> {
  const bash = new Bash({ commands: [...BUNDLED], defenseInDepth: false });
  for (const name of BUNDLED) await bash.exec(`${name} --help`, { stdin: '' });
}
