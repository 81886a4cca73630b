/** What the terminal may do to a world. Each deed is one effect, told to a clerk who may write it down. */
import type { ApiAnswer, ApiRequest } from '../world/apiserver/request.ts';
import type { Cluster } from '../world/cluster.ts';
import type { Place } from '../world/dataplane/trace.ts';
import type { Conversation, ConversationResult, Effect } from '../world/effect.ts';
import { filesOf } from '../world/files/files.ts';
import { findNextTimer } from '../world/sim/clock.ts';
import type { World } from '../world/world.ts';
import { createHomeFiles, type FileTable, type StoredFile } from './shell/home-files.ts';
import type { Timekeeper } from './timekeeper.ts';
import type { Files } from './tool.ts';

export interface WorldAccess {
  readonly time: Timekeeper;
  request(cluster: string, request: ApiRequest): ApiAnswer;
  converse<C extends Conversation>(conversation: C): ConversationResult<C>;
  files(at: 'home' | Place): Files;
  /** The first is where a person starts. */
  clusterNames(): readonly string[];
  /** For looking only: what a kernel shows, who runs where. */
  cluster(name: string): Cluster;
  /** A copy to ask what-if questions of. */
  fork(): World;
}

/** Hears of every effect after it was performed, in order. */
export type Clerk = (effect: Effect, result: unknown) => void;

export function openAccess(world: World, clerk: Clerk = () => {}): WorldAccess {
  const perform = (effect: Effect): unknown => {
    const result = world.perform(effect);
    clerk(effect, result);
    return result;
  };
  return {
    time: timekeeper(world, perform),
    request: (cluster, request) =>
      isDiscovery(request)
        ? world.discover(cluster, request)
        : (perform({ type: 'request', cluster, request }) as ApiAnswer),
    converse: <C extends Conversation>(conversation: C) =>
      perform({ type: 'send', conversation }) as ConversationResult<C>,
    files: (at) => (at === 'home' ? homeFiles(world, perform) : placeFiles(world, at, perform)),
    clusterNames: () => world.clusterNames(),
    cluster: (name) => world.cluster(name),
    fork: () => world.fork(),
  };
}

/** What a client keeps in its cache for hours: it says nothing of the world's state and is no effect. */
function isDiscovery({ method, path }: ApiRequest): boolean {
  return method === 'GET' && /^\/(?:api(?:\/v1)?|apis(?:\/[^/]+(?:\/[^/]+)?)?|version|openapi\/.*)$/.test(path);
}

function timekeeper(world: World, perform: (effect: Effect) => unknown): Timekeeper {
  return {
    nowMs: () => world.nowMs(),
    epochMs: world.epochMs,
    nextTimerMs: () => findNextTimer(world.state)?.dueMs,
    advance: (ms) => void perform({ type: 'advance', ms }),
  };
}

function homeFiles(world: World, perform: (effect: Effect) => unknown): Files {
  const stored = () => world.state.table<StoredFile>('files/home');
  const table: FileTable = {
    get: (path) => stored().get(path),
    entries: () => stored().entries(),
    set: (path, { text }) =>
      void perform({ type: 'fs', at: 'home', path, ...(text === undefined ? { folder: true } : { text }) }),
    delete: (path) => void perform({ type: 'fs', at: 'home', path }),
  };
  return createHomeFiles(table, () => world.nowMs());
}

function placeFiles(world: World, place: Place, perform: (effect: Effect) => unknown): Files {
  const files = filesOf(world.cluster(place.cluster), place);
  return {
    read: (path) => files.read(path),
    stat: (path) => files.stat(path),
    list: (path) => files.list(path),
    write: (path, text) => void perform({ type: 'fs', at: place, path, text }),
    append: (path, text) => void perform({ type: 'fs', at: place, path, text: (files.read(path) ?? '') + text }),
    remove: (path) => void perform({ type: 'fs', at: place, path }),
    makeDirectory: (path) => void perform({ type: 'fs', at: place, path, folder: true }),
  };
}
