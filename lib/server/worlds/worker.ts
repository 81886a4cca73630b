/** The worker thread: the real engine behind the worlds port. */
import { parentPort, workerData } from 'node:worker_threads';
import { CHECKER_VERSION } from '../../assessment/grade.ts';
import { openSitting } from '../../sitting/engine.ts';
import { ENGINE_VERSION } from '../../world/world.ts';
import { serveWorlds } from './serve.ts';

if (parentPort) {
  serveWorlds(parentPort, workerData.cells, openSitting, { engine: ENGINE_VERSION, checker: CHECKER_VERSION });
}
