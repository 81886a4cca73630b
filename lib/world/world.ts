/**
 * The only composition root of the model: API server, controllers, data plane, DNS and workloads over one forkable
 * state. Everything a sitting, a check or a page asks of a cluster goes through a `World`.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { Client } from './apiserver/client.ts';
import type { ApiAnswer, ApiRequest } from './apiserver/request.ts';
import { type ApiServer, createApiServer } from './apiserver/server.ts';
import type { Cluster } from './cluster.ts';
import { addClusterName, FIRST_CLUSTER, listClusterNames } from './clusters.ts';
import { createManager, type Manager } from './controlplane/manager.ts';
import { advanceTo, settle } from './controlplane/passage.ts';
import { converse } from './conversation.ts';
import { type Choose, type LookUps, listPaths, type WeightedPath } from './dataplane/choice.ts';
import type { Effect } from './effect.ts';
import { filesOf } from './files/files.ts';
import { type Manifest, readManifest } from './manifest.ts';
import { nowMs } from './sim/clock.ts';
import { draw } from './sim/random.ts';
import { State } from './sim/state.ts';

/** Rises whenever the same record gives another world, transcript or grade; a pinned table of recorded sittings holds it. */
export const ENGINE_VERSION = 4;

const MAX_SEED = 2 ** 31;

/** What one API call takes, seen from the person at the terminal, ms. Models: etcd put and get, docs/durations. */
const API_CALL_MS = 4;

/** A settled world's programs have opened their ports, which they do a moment after their container started, ms. */
const LISTENING_MS = 10_000;

export interface WorldOptions {
  readonly seed: number;
  /** Wall-clock ms since 1970 of world time 0. */
  readonly epochMs: number;
}

/** A world as a saved value: canonical JSON of every table. */
export interface WorldSnapshot {
  readonly format: 1;
  readonly engineVersion: number;
  readonly seed: number;
  readonly epochMs: number;
  readonly tables: Readonly<Record<string, readonly (readonly [string, unknown])[]>>;
}

interface Runtime {
  readonly cluster: Cluster;
  readonly server: ApiServer;
  readonly manager: Manager;
}

export class World {
  readonly seed: number;
  readonly epochMs: number;
  readonly state: State;
  /** Looking at a cluster needs no API server and no controllers: a fork that only asks never makes them. */
  #clusters = new Map<string, Cluster>();
  #runtimes = new Map<string, Runtime>();

  constructor(options: WorldOptions, state: State = new State()) {
    this.seed = options.seed;
    this.epochMs = options.epochMs;
    this.state = state;
  }

  nowMs(): number {
    return nowMs(this.state);
  }

  cluster(name = this.clusterNames()[0] ?? FIRST_CLUSTER): Cluster {
    const known = this.#clusters.get(name);
    if (known) return known;
    const seed = name === FIRST_CLUSTER ? this.seed : Math.floor(draw(this.seed, 'cluster', name, 0) * MAX_SEED);
    const cluster: Cluster = { name, state: this.state, seed, epochMs: this.epochMs };
    this.#clusters.set(name, cluster);
    return cluster;
  }

  /** Typed access to the objects of a cluster. */
  client(name = this.clusterNames()[0] ?? FIRST_CLUSTER): Client {
    return this.#runtime(name).server.client;
  }

  /** One API call; what controllers have to do at once is done before it returns. */
  request(cluster: string, request: ApiRequest): ApiAnswer {
    const { server, manager } = this.#runtime(cluster);
    const answer = server.handle(request);
    manager.runDue();
    this.advance(API_CALL_MS);
    return answer;
  }

  /** One API call about the API itself: it takes no time and nothing moves. */
  discover(cluster: string, request: ApiRequest): ApiAnswer {
    return this.#runtime(cluster).server.handle(request);
  }

  /** Creates an object of any kind that the cluster serves. Throws when there is no such kind, it does not decode or is refused. */
  create(cluster: string, manifest: Manifest): void {
    const { server, manager } = this.#runtime(cluster);
    const { key, object } = readManifest(this.cluster(cluster), manifest);
    server.client.create(key, object);
    manager.runDue();
  }

  /** Puts an object down as it is given: no admission, no validation, and no controller moves. */
  load(cluster: string, manifest: Manifest): void {
    const { key, object } = readManifest(this.cluster(cluster), manifest);
    this.#runtime(cluster).server.load(key, object);
  }

  /** Performs one recorded effect; what it answers is what the deed answered. */
  perform(effect: Effect): unknown {
    switch (effect.type) {
      case 'request':
        return this.request(effect.cluster, effect.request);
      case 'advance':
        return this.advance(effect.ms);
      case 'send':
        return this.send(effect.conversation.from.cluster, (cluster, choose) =>
          converse(cluster, effect.conversation, choose),
        );
      case 'fs':
        return this.#write(effect);
      default:
        return effect satisfies never;
    }
  }

  /** A typed conversation: it leaves its marks (conntrack, affinity, DNS cache, logs), and its duration passes. */
  send<T extends { readonly durationMs: number }>(cluster: string, talk: (cluster: Cluster, choose: Choose) => T): T {
    const runtime = this.#runtime(cluster);
    const result = talk(runtime.cluster, this.#choose(cluster));
    runtime.manager.runDue();
    this.advance(result.durationMs);
    return result;
  }

  /** Every way a conversation can go, each on a fork of its own; this world is not touched. */
  probe<T>(
    cluster: string,
    talk: (world: World, cluster: Cluster, choose: Choose) => T,
    lookUps: LookUps = 'Each',
  ): WeightedPath<T>[] {
    return listPaths((choose) => {
      const fork = this.fork();
      return talk(fork, fork.cluster(cluster), choose);
    }, lookUps);
  }

  /** Lets `ms` of world time pass, running every timer on the way. */
  advance(ms: number): void {
    advanceTo(this.state, this.#managers(), this.nowMs() + ms);
  }

  /** Jumps from timer to timer until nothing but probes, leases, restarts and events has changed for a minute. */
  settle(limitMs: number): void {
    settle(this.state, this.#managers(), limitMs);
    this.advance(LISTENING_MS);
  }

  /** In the order in which they were added; the first is where a person starts. */
  clusterNames(): string[] {
    return listClusterNames(this.state);
  }

  /** A world that is never told of any has one, `main`. */
  addCluster(name: string): void {
    addClusterName(this.state, name);
  }

  /** The same world with a life of its own, in O(1). */
  fork(): World {
    return new World(this, this.state.fork());
  }

  /** A fork with another wall clock: one template serves sittings of any day. */
  at(epochMs: number): World {
    return new World({ seed: this.seed, epochMs }, this.state.fork());
  }

  snapshot(): WorldSnapshot {
    // A table that was looked at and is empty is no memory.
    const tables = this.state
      .tableNames()
      .map((name) => [name, this.state.table(name).entries()] as const)
      .filter(([, entries]) => entries.length > 0);
    return {
      format: 1,
      engineVersion: ENGINE_VERSION,
      seed: this.seed,
      epochMs: this.epochMs,
      tables: Object.fromEntries(tables),
    };
  }

  static restore(snapshot: WorldSnapshot): World {
    const state = new State();
    for (const [name, entries] of Object.entries(snapshot.tables)) {
      const table = state.table(name);
      for (const [key, value] of entries) table.set(key, value);
    }
    return new World(snapshot, state);
  }

  /** SHA-256 of everything the world remembers but the epoch: the same record gives the same hash on any day. */
  hash(): string {
    const { tables } = this.snapshot();
    return bytesToHex(sha256(utf8ToBytes(canonicalJson(tables))));
  }

  #write({ at, path, text, folder }: Extract<Effect, { type: 'fs' }>): void {
    if (at === 'home') {
      const files = this.state.table<{ text: string | undefined; modifiedMs: number }>('files/home');
      if (text === undefined && !folder) files.delete(path);
      else files.set(path, { text, modifiedMs: this.nowMs() });
      return;
    }
    const files = filesOf(this.cluster(at.cluster), at);
    if (text !== undefined) files.write(path, text);
    else if (folder) files.makeDirectory(path);
    else files.remove(path);
  }

  #managers(): readonly Manager[] {
    return this.clusterNames().map((name) => this.#runtime(name).manager);
  }

  #choose(cluster: string): Choose {
    const draws = this.state.table<number>(`${cluster}/draws`);
    return (purpose, candidates, turn) => {
      if (turn !== undefined) return turn;
      const n = draws.get(purpose) ?? 0;
      draws.set(purpose, n + 1);
      let left = draw(this.seed, 'choose', purpose, n);
      for (const [index, candidate] of candidates.entries()) {
        left -= candidate.probability;
        if (left < 0) return index;
      }
      return candidates.length - 1;
    };
  }

  #runtime(name: string): Runtime {
    const existing = this.#runtimes.get(name);
    if (existing) return existing;
    const cluster = this.cluster(name);
    let manager: Manager | undefined;
    const server = createApiServer(cluster, { onChange: (change) => manager?.onChange(change) });
    manager = createManager(cluster, server.client);
    const runtime: Runtime = { cluster, server, manager };
    this.#runtimes.set(name, runtime);
    return runtime;
  }
}

/** JSON with sorted keys. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, item: unknown) => {
    if (item === null || typeof item !== 'object' || Array.isArray(item)) return item;
    return Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}
