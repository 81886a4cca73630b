/** Fifty lines as a person types them, twenty of which change something, and their effects. */
import type { Sitting } from '../../lib/sitting/sitting.ts';
import type { RecordRow } from '../../lib/sitting/record.ts';
import { Sitting as NewSitting } from '../../lib/sitting/sitting.ts';
import type { ShellState } from '../../lib/terminal/shell/state.ts';
import type { Effect } from '../../lib/world/effect.ts';
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
  readonly sitting: Sitting;
  readonly rows: readonly RecordRow[];
  readonly effects: readonly Effect[];
  readonly shell: ShellState;
  readonly text: string;
}

/** A sitting in which those lines were typed, one by one. */
export async function useSitting({ variant, start }: Shop): Promise<UsedSitting> {
  const rows: RecordRow[] = [];
  let text = '';
  const nothing = () => {};
  const sitting = new NewSitting({
    variant,
    start,
    epochMs: start.epochMs,
    thread: { breathe: async () => {}, following: nothing },
    listener: {
      text: (_, some) => {
        text += some;
      },
      rows: (some) => void rows.push(...some),
      view: nothing,
      graded: nothing,
      note: nothing,
      files: nothing,
      edit: nothing,
    },
  });
  for (const line of listCommands()) {
    await sitting.take({ kind: 'keys', terminal: 1, text: `${line}\r` });
    await sitting.scheduler.idle();
  }
  const effects = rows.flatMap(({ body }) => {
    const effect = (body as { effect?: Effect }).effect;
    return effect ? [effect] : [];
  });
  const shell = (sitting.terminals[0] as Sitting['terminals'][number]).shell.snapshot();
  return { sitting, rows, effects, shell, text };
}
