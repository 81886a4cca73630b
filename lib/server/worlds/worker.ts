/** The worker thread: sittings over the real engine, with this thread's clock and patience. */
import { parentPort, workerData } from 'node:worker_threads';
import { CHECKER_VERSION } from '../../assessment/grade.ts';
import { Engine, type Host } from '../../sitting/engine.ts';
import type { ForeignListener } from '../../sitting/foreign.ts';
import { openStored } from '../../sitting/opening.ts';
import { RestingEngine } from '../../sitting/resting-engine.ts';
import { Templates } from '../../sitting/templates.ts';
import { preloadCommands } from '../../terminal/shell/preload.ts';
import { ENGINE_VERSION } from '../../world/world.ts';
import { packInOrder, unpack } from './packing.ts';
import type { OpenEngine } from './protocol.ts';
import { LOOK_EVERY_MS, Resting } from './resting.ts';
import { seated } from './seated.ts';
import { serveWorlds } from './serve.ts';

/** Start states kept in a worker; one is some hundred objects. */
const KEPT_TEMPLATES = 200;

const resting = new Resting();
setInterval(() => resting.look(), LOOK_EVERY_MS).unref();

const templates = new Templates(KEPT_TEMPLATES);

const host: Host = {
  breathe: () => new Promise((resolve) => setImmediate(resolve)),
  wallMs: () => Date.now(),
  everyQuarterSecond(tick) {
    const timer = setInterval(tick, 250);
    return () => clearInterval(timer);
  },
};

const openSitting: OpenEngine = async (sitting, emit) => {
  const { sittingId } = sitting;
  const pack = packInOrder();
  const template = templates.get(sitting.lab, sitting.labFiles, sitting.labVersion, sitting.seed);
  const listener: Parameters<typeof Engine.open>[4] = {
    text: (terminal, text) => emit({ type: 'text', sittingId, terminal, text }),
    rows: (rows) => emit({ type: 'rows', sittingId, rows }),
    view: (view) => emit({ type: 'view', sittingId, view }),
    graded: (grade) => emit({ type: 'grade', sittingId, grade }),
    note: (terminal, text) => emit({ type: 'note', sittingId, terminal, text }),
    files: (changed) => emit({ type: 'files', sittingId, changed }),
    edit: (terminal, path) => emit({ type: 'edit', sittingId, terminal, path }),
    restarted: (terminals) => emit({ type: 'restarted', sittingId, terminals }),
    snapshot: (taken) => void pack(taken).then((snapshot) => emit({ type: 'snapshot', sittingId, snapshot })),
  };
  const foreign: ForeignListener = {
    data: (stream, text) => emit({ type: 'stream', sittingId, stream, text }),
    ended: (stream) => emit({ type: 'streamEnded', sittingId, stream }),
    text: (stream, channel, text) => emit({ type: 'exec', sittingId, stream, channel, text }),
    exited: (stream, exitCode) => emit({ type: 'execEnded', sittingId, stream, exitCode }),
  };
  const { rows, engineVersion, from, first, epochMs } = sitting;
  const opening = openStored(template, epochMs, {
    rows,
    engineVersion,
    ...(from ? { from: unpack(from) } : {}),
    ...(first ? { first: unpack(first) } : {}),
  });
  const { standing } = opening;
  const own = await Engine.open(opening.template, epochMs, opening.rows, host, listener, foreign);
  if (standing.kind === 'Continued') own.takeOver(standing.from, standing.to);
  return {
    engine: seated(
      new RestingEngine(own, { beginning: opening.template, epochMs, host, listener, foreign }),
      standing,
      resting,
      pack,
    ),
    opened: { view: own.view(), terminals: own.terminals(), standing },
  };
};

if (parentPort) {
  void preloadCommands();
  serveWorlds(parentPort, workerData.cells, openSitting, { engine: ENGINE_VERSION, checker: CHECKER_VERSION });
}
