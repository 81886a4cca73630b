/** Fifty lines as a person types them, twenty of which change something, with the record that they leave. */
import { Recorder, type RecordRow } from '../../lib/sitting/record.ts';
import { openAccess } from '../../lib/terminal/access.ts';
import { openShell } from '../../lib/terminal/shell/session.ts';
import type { ShellState } from '../../lib/terminal/shell/state.ts';
import { scriptClock } from '../../lib/terminal/timekeeper.ts';
import { workstation } from '../../lib/terminal/workstation.ts';
import type { Effect } from '../../lib/world/effect.ts';
import { fingerprint } from '../../lib/world/sim/fingerprint.ts';
import type { World } from '../../lib/world/world.ts';
import { APPS, type Shop } from './shop.ts';

const LOOKS = [
  'kubectl get pods -n shop',
  'kubectl get svc -n shop',
  'kubectl get endpointslices -n shop',
  'kubectl get deploy -n shop -o wide',
  'kubectl get nodes',
  'kubectl describe svc orders -n shop',
];

/** Thirty that look, twenty that edit. */
export function listCommands(): string[] {
  const looks = Array.from({ length: 30 }, (_, n) => LOOKS[n % LOOKS.length] as string);
  const edits = Array.from({ length: 20 }, (_, n) => {
    const app = APPS[n % APPS.length];
    return `kubectl create configmap note-${n} -n shop --from-literal=${app}=${n}`;
  });
  return looks.flatMap((look, n) => (n < edits.length ? [look, edits[n] as string] : [look]));
}

export interface UsedSitting {
  readonly world: World;
  readonly rows: readonly RecordRow[];
  readonly effects: readonly Effect[];
  readonly shell: ShellState;
}

/** A sitting in which those lines were typed one by one. Throws when one of them fails. */
export async function useSitting({ start }: Shop): Promise<UsedSitting> {
  const world = start.fork();
  const recorder = new Recorder(0);
  const effects: Effect[] = [];
  const access = openAccess(world, (effect, result) => {
    effects.push(effect);
    recorder.effect(effect, fingerprint(result), world.nowMs());
  });
  const surroundings = workstation(access, access.files('home'), []);
  const shell = openShell({ ...surroundings, clock: scriptClock(access.time), chance: () => 0.5 });
  for (const [tick, line] of listCommands().entries()) {
    recorder.input({ kind: 'keys', terminal: 1, text: `${line}\r` }, tick, world.nowMs());
    let text = '';
    const print = (some: string) => {
      text += some;
    };
    if ((await shell.run(line, { out: print, err: print, tty: undefined })) !== 0) throw new Error(`${line}: ${text}`);
  }
  return { world, rows: recorder.take(), effects, shell: shell.snapshot() };
}
