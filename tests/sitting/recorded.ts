/**
 * Sittings played from a script of keys, for tests of replay: the same number gives the same sitting. Their labs stand
 * beside this file and never change, as a sitting reads the version of the lab it began with.
 */

import { labVersion } from '../../lib/assessment/labs/folder.ts';
import { readLabFolder } from '../../lib/shelf/lab-folders.ts';
import { Engine, type Host } from '../../lib/sitting/engine.ts';
import type { RecordRow } from '../../lib/sitting/record.ts';
import type { Surroundings } from '../../lib/sitting/resting-engine.ts';
import type { Templates } from '../../lib/sitting/templates.ts';
import { fingerprint } from '../../lib/world/sim/fingerprint.ts';
import { draw } from '../../lib/world/sim/random.ts';

export const LABS = ['no-ready-endpoints', 'wrong-container', 'one-node-in-four', 'keep-the-backend'] as const;
export const EPOCH_MS = 1_767_603_600_000;

/** What two plays of one record must agree on. */
export interface Outcome {
  readonly world: string;
  readonly transcript: string;
  readonly grade: string;
  readonly rows: number;
}

export interface Sitting {
  readonly n: number;
  readonly rows: readonly RecordRow[];
}

const LINES = [
  'kubectl get pods -A -o wide',
  'kubectl get svc,endpointslices -A',
  'NS=$(kubectl get ns -o name | grep -v -e kube -e default | cut -d/ -f2); echo $NS',
  'kubectl config set-context --current --namespace=$NS',
  'kubectl get deploy -o yaml | grep -c image',
  'kubectl describe svc -n $NS | grep -i endpoints',
  'kubectl -n $NS rollout restart deployment --all 2>&1 | head -3',
  'for i in 1 2 3; do kubectl -n $NS get pods --no-headers | wc -l; sleep 2; done',
  'kubectl -n $NS exec deploy/front -- curl -sS -m 2 http://orders/ 2>&1 | head -1',
  'kubectl -n $NS scale deployment --all --replicas=2',
  'kubectl -n $NS delete pod --all --wait=false',
  'sleep 7 & sleep 3; jobs; wait',
  'echo $RANDOM $RANDOM; date',
  'history | tail -2',
  'cat > a.yaml <<X\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {k: v}\nX',
  'kubectl apply -f a.yaml; kubectl get cm a -o jsonpath={.data.k}',
  'kubectl run',
  'kubectl get nope',
  'trace node/ip-10-0-1-20 172.20.0.10:53/udp',
  'ssh ip-10-0-1-20 iptables-save -t nat | head -5',
  'check',
  'hint',
  'f() { echo "f $1"; }; f 1; alias k=kubectl; set -o pipefail',
  'kubectl get pods -A -w | head -3',
  'kubectl wait --for=condition=Ready pod --all -n $NS --timeout=30s',
];

/** A thread whose wall clock moves by itself, a little at a time, from a seed. */
export function playingHost(seed: number): Host {
  let now = 0;
  return {
    breathe: () => new Promise((resolve) => setImmediate(resolve)),
    wallMs: () => {
      now += Math.floor(draw(seed, 'wall', 'ms', now) * 4_000);
      return now;
    },
    everyQuarterSecond: () => () => {},
  };
}

export const nobody = {
  text() {},
  rows() {},
  view() {},
  graded() {},
  note() {},
  files() {},
  edit() {},
  restarted() {},
};

export function templateOf(n: number, templates: Templates) {
  const slug = LABS[n % LABS.length] as string;
  const name = `clusterip/${slug}`;
  const folder = readLabFolder(`tests/sitting/labs/${name}`);
  return templates.get(name, folder, labVersion(folder), 1 + (n % 3));
}

/**
 * Plays sitting number `n` with a person's keys and gives its record with what came of it. `between` is called when lines
 * have ended or wait; the engine it answers goes on.
 */
export async function play(
  n: number,
  templates: Templates,
  between: (engine: Engine, around: Surroundings) => Promise<Engine | undefined> = async () => undefined,
): Promise<{ rows: readonly RecordRow[]; outcome: Outcome }> {
  const rows: RecordRow[] = [];
  const host = playingHost(n);
  const listener = { ...nobody, rows: (some: readonly RecordRow[]) => void rows.push(...some) };
  const beginning = templateOf(n, templates);
  let engine = await Engine.open(beginning, EPOCH_MS, [], host, listener);
  let seq = 0;
  const id = () => ({ clientId: 'tab', clientSeq: ++seq });
  await engine.openTerminal();
  for (let line = 0; line < 6; line++) {
    const text = LINES[Math.floor(draw(n, 'line', String(line)) * LINES.length)] as string;
    const terminal = draw(n, 'terminal', String(line)) < 0.7 ? 1 : 2;
    await engine.keys(terminal, id(), `${text.replaceAll('\n', '\r')}\r`);
    if (draw(n, 'pause', String(line)) < 0.8) {
      await engine.settled();
      engine = (await between(engine, { beginning, epochMs: EPOCH_MS, host, listener })) ?? engine;
    }
    if (draw(n, 'interrupt', String(line)) < 0.15) await engine.interrupt(terminal);
  }
  await engine.settled();
  await engine.interrupt(1);
  await engine.interrupt(2);
  await engine.settled();
  await engine.check(id());
  return { rows, outcome: outcomeOf(engine, rows.length) };
}

/** Rebuilds sitting number `n` from its record. */
export async function rebuild(n: number, rows: readonly RecordRow[], templates: Templates): Promise<Outcome> {
  const engine = await Engine.open(templateOf(n, templates), EPOCH_MS, rows, playingHost(999), nobody);
  return outcomeOf(engine, rows.length);
}

export function outcomeOf(engine: Engine, rows: number): Outcome {
  return {
    world: engine.worldHash(),
    transcript: fingerprint(engine.terminals()),
    grade: fingerprint(engine.lastGrade()),
    rows,
  };
}
