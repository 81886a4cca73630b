/**
 * The work queue of all controllers. It remembers nothing between calls: wishes for later are timers in the state, so a
 * manager of a fork goes on where the original stood.
 */
import type { KindName } from '../api/kinds.ts';
import type { Change, Client } from '../apiserver/client.ts';
import { StatusError } from '../apiserver/status.ts';
import type { Cluster } from '../cluster.ts';
import { clearTimer, findNextTimer, nowMs, setTimer } from '../sim/clock.ts';
import { DURATIONS } from '../sim/durations.ts';
import { randomStream } from '../sim/random.ts';
import type { Controller, ControllerContext } from './controller.ts';
import { CONTROLLERS } from './lineup.ts';
import { isQuiet } from './quiet.ts';
import { noteChange } from './silence.ts';

/** More reconciles than any settled cluster needs at one instant: two controllers are fighting. */
const MAX_STEPS = 100_000;

export interface Manager {
  /** Routes one committed write to the controllers that watch its kind. */
  onChange(change: Change): void;
  /** Reconciles every key that is due now, first come first served. */
  runDue(): void;
}

interface Item {
  readonly controller: Controller;
  readonly key: string;
}

type Watch = NonNullable<Controller['watches'][KindName]>;

/** `controllers` are all of the cluster's unless a test picks some. */
export function createManager(
  cluster: Cluster,
  client: Client,
  controllers: readonly Controller[] = CONTROLLERS,
): Manager {
  const { state } = cluster;
  const { byName, watchers, customWatchers } = lineupOf(controllers);
  const contexts = new Map<Controller, ControllerContext>();
  const queued = new Set<string>();
  let queue: Item[] = [];
  let head = 0;

  const contextFor = (controller: Controller): ControllerContext => {
    const known = contexts.get(controller);
    if (known) return known;
    const made = contextOf(cluster, client, controller.name);
    contexts.set(controller, made);
    return made;
  };

  const enqueue = (controller: Controller, key: string): void => {
    const id = `${controller.name}|${key}`;
    if (queued.has(id)) return;
    queued.add(id);
    queue.push({ controller, key });
  };

  /** All timers that are due join the queue together, so that what several pods bring about is looked at once. */
  const enqueueDue = (): void => {
    const next = () => findNextTimer(state, cluster.name);
    queue = [];
    head = 0;
    const now = nowMs(state);
    for (let timer = next(); timer && timer.dueMs <= now; timer = next()) {
      clearTimer(state, timer);
      const controller = byName.get(timer.controller);
      if (controller) enqueue(controller, timer.key);
    }
  };

  const next = (): Item | undefined => {
    if (head >= queue.length) enqueueDue();
    const item = queue[head];
    if (!item) return undefined;
    head++;
    queued.delete(`${item.controller.name}|${item.key}`);
    return item;
  };

  const runDue = (): void => {
    for (let steps = 0; ; steps++) {
      const item = next();
      if (!item) return;
      if (steps >= MAX_STEPS) throw new Error(`invariant: ${item.controller.name} ${item.key} never comes to rest`);
      reconcile(item, contextFor(item.controller));
    }
  };

  return {
    onChange(change) {
      if (!isQuiet(change)) noteChange(state);
      const custom = change.kind.includes(':');
      for (const { controller, watch } of custom ? customWatchers : (watchers.get(change.kind) ?? [])) {
        for (const key of watch(change, contextFor(controller))) enqueue(controller, key);
      }
    },
    runDue,
  };
}

/** One look. What the API server refuses ends it; the key is looked at again later, as a controller's queue does. */
function reconcile({ controller, key }: Item, context: ControllerContext): void {
  try {
    controller.reconcile(key, context);
  } catch (error) {
    const isRefusal = error instanceof StatusError && error.reason !== 'Conflict';
    if (!isRefusal) throw error;
    context.after(DURATIONS.createRetryMs, key);
  }
}

interface Watcher {
  readonly controller: Controller;
  readonly watch: Watch;
}

interface Lineup {
  readonly byName: ReadonlyMap<string, Controller>;
  readonly watchers: ReadonlyMap<KindName, readonly Watcher[]>;
  readonly customWatchers: readonly Watcher[];
}

const lineups = new WeakMap<readonly Controller[], Lineup>();

/** Who watches what: worked out once, for each fork has a manager of its own. */
function lineupOf(controllers: readonly Controller[]): Lineup {
  const known = lineups.get(controllers);
  if (known) return known;
  const watchers = new Map<KindName, { controller: Controller; watch: Watch }[]>();
  for (const controller of controllers) {
    for (const [kind, watch] of Object.entries(controller.watches) as [KindName, Watch][]) {
      watchers.set(kind, [...(watchers.get(kind) ?? []), { controller, watch }]);
    }
  }
  const customWatchers = controllers.flatMap((controller) =>
    controller.watchesCustom ? [{ controller, watch: controller.watchesCustom }] : [],
  );
  const byName = new Map(controllers.map((controller) => [controller.name, controller]));
  const made = { byName, watchers, customWatchers };
  lineups.set(controllers, made);
  return made;
}

function contextOf(cluster: Cluster, client: Client, name: string): ControllerContext {
  return {
    cluster,
    client,
    nowMs: () => nowMs(cluster.state),
    after: (ms, key) =>
      setTimer(cluster.state, { cluster: cluster.name, controller: name, key }, nowMs(cluster.state) + ms),
    never: (key) => clearTimer(cluster.state, { cluster: cluster.name, controller: name, key }),
    random: (purpose, object) => randomStream(cluster.seed, purpose, object),
  };
}
