/**
 * Everything a world remembers, in named tables of frozen values.
 *
 * A fork is O(1): both sides keep the layers written so far and put later writes into layers of their own, so a template
 * is shared by all sittings and a probe can never touch the world it asks about.
 */

type Entry = { readonly value: unknown } | undefined; // undefined: deleted in this layer

interface Layer {
  readonly entries: Map<string, Entry>;
  readonly below: Layer | undefined;
  readonly owner: object;
  readonly depth: number;
  /** All entries of this layer and those below, as they were before the `stale` keys were written. */
  sorted: readonly (readonly [string, unknown])[] | undefined;
  stale: string[];
}

/** More changed keys than this, and sorting anew is quicker than putting each in its place. */
const MAX_STALE = 24;
const MAX_OWN_LAYERS = 6;

/** One named table of a state. Values are shared between forks: never change a value, set a new one. */
export interface Table<V> {
  get(key: string): V | undefined;
  set(key: string, value: V): void;
  delete(key: string): void;
  /** All entries, sorted by key in code-unit order. */
  entries(): readonly (readonly [string, V])[];
  readonly size: number;
}

/**
 * Names one content. What was worked out of that content and nothing else may be kept with it, and goes when the content goes; a
 * `WeakMap` would do the same but lets everything survive the collector's young generation.
 */
export interface Version {
  readonly answers: Map<string, unknown>;
}

/** By table: a value that was set, or a key alone that was deleted. */
export type Changes = Readonly<Record<string, readonly (readonly [key: string, value?: unknown])[]>>;

/** A forkable set of tables. Not safe to keep a `Table` across a fork of the *child*; ask `table()` again. */
export class State {
  readonly #layers: Layers;
  /** A table reads its state's present layers at every call, so one object serves for all time; making it costs as much as a read. */
  readonly #tables = new Map<string, Table<unknown>>();

  constructor(heads: Record<string, Layer> = {}, version?: Version) {
    this.#layers = new Layers(heads, version);
  }

  /** The table of that name, empty until written to. */
  table<V>(name: string): Table<V> {
    const known = this.#tables.get(name);
    if (known) return known as Table<V>;
    const made = new LayeredTable(this.#layers, name);
    this.#tables.set(name, made);
    return made as Table<unknown> as Table<V>;
  }

  /** Names of all tables that were ever written to, sorted. */
  tableNames(): string[] {
    return Object.keys(this.#layers.heads).sort();
  }

  /** The same object for the same content: forks share it until one of them is written to. */
  version(): Version {
    this.#layers.version ??= { answers: new Map() };
    return this.#layers.version;
  }

  /** A state with the same content whose writes are its own; O(number of tables). */
  fork(): State {
    this.#layers.share();
    return new State(this.#layers.heads, this.version());
  }

  /** Forgets its own content and has that of another state, as if it were a fork of it; O(number of tables). */
  become(other: State): void {
    other.#layers.share();
    this.#layers.share();
    this.#layers.heads = other.#layers.heads;
    this.#layers.version = other.version();
  }

  /** What has to be written to a fork of `base` for it to have this content; O(writes since both were one). */
  changesSince(base: State): Changes {
    const names = new Set([...base.tableNames(), ...this.tableNames()]);
    const changes = [...names].map((name): [string, Changes[string]] => [
      name,
      changesOf(this.#layers.heads[name], base.#layers.heads[name]),
    ]);
    return Object.fromEntries(changes.filter(([, changed]) => changed.length > 0));
  }

  /** Writes what `changesSince` told. */
  apply(changes: Changes): void {
    for (const [name, changed] of Object.entries(changes)) {
      const table = this.table(name);
      for (const change of changed) {
        if (change.length === 1) table.delete(change[0]);
        else table.set(change[0], change[1]);
      }
    }
  }

  /** Merges all layers of every table into one, for a template that many states will share. */
  compact(): void {
    const heads = this.#layers.ownHeads();
    for (const [name, head] of Object.entries(heads)) {
      const entries = new Map<string, Entry>(sortedEntries(head).map(([key, value]) => [key, { value }]));
      heads[name] = { entries, below: undefined, owner: {}, depth: 1, sorted: head.sorted, stale: [] };
    }
  }
}

/** The topmost layer of each table of one state, and the token of those that this state may write to. */
class Layers {
  heads: Record<string, Layer>;
  /** Whose layers may be written to; undefined: nobody's, as the layers and the record of them are another state's too. */
  token: object | undefined;
  /** Names the content; undefined after a write, until somebody asks. */
  version: Version | undefined;

  constructor(heads: Record<string, Layer>, version: Version | undefined) {
    this.heads = heads;
    this.version = version;
  }

  /** From now on the record of layers and the layers themselves are left as they are. */
  share(): void {
    this.token = undefined;
  }

  ownHeads(): Record<string, Layer> {
    if (!this.token) {
      this.heads = { ...this.heads };
      this.token = {};
    }
    return this.heads;
  }

  own(name: string): Layer {
    this.version = undefined;
    const heads = this.ownHeads();
    const head = heads[name];
    if (head?.owner === this.token) return head as Layer;
    const below = head && head.depth > MAX_OWN_LAYERS ? flatten(head) : head;
    const layer: Layer = {
      entries: new Map(),
      below,
      owner: this.token as object,
      depth: (below?.depth ?? 0) + 1,
      sorted: undefined,
      stale: [],
    };
    heads[name] = layer;
    return layer;
  }
}

/** A class and not closures: a used sitting has dozens of tables. */
class LayeredTable implements Table<unknown> {
  readonly #layers: Layers;
  readonly #name: string;

  constructor(layers: Layers, name: string) {
    this.#layers = layers;
    this.#name = name;
  }

  get(key: string): unknown {
    return find(this.#layers.heads[this.#name], key);
  }

  set(key: string, value: unknown): void {
    this.#write(key, { value });
  }

  delete(key: string): void {
    this.#write(key, undefined);
  }

  entries(): readonly (readonly [string, unknown])[] {
    return sortedEntries(this.#layers.heads[this.#name]);
  }

  get size(): number {
    return this.entries().length;
  }

  #write(key: string, entry: Entry): void {
    const layer = this.#layers.own(this.#name);
    layer.entries.set(key, entry);
    if (layer.sorted) layer.stale.push(key);
  }
}

function find(head: Layer | undefined, key: string): unknown {
  return findEntry(head, key)?.value;
}

function findEntry(head: Layer | undefined, key: string): Entry {
  for (let layer = head; layer; layer = layer.below) {
    const entry = layer.entries.get(key);
    if (entry || layer.entries.has(key)) return entry;
  }
  return undefined;
}

function changesOf(head: Layer | undefined, base: Layer | undefined): Changes[string] {
  if (head === base) return [];
  const known = new Set(layersOf(base));
  const common = layersOf(head).find((layer) => known.has(layer));
  const above = (top: Layer | undefined) => layersOf(top).slice(0, common ? layersOf(top).indexOf(common) : undefined);
  const keys = new Set([...above(head), ...above(base)].flatMap(({ entries }) => [...entries.keys()]));
  return [...keys].flatMap((key): Changes[string] => {
    const now = findEntry(head, key);
    const before = findEntry(base, key);
    if (now?.value === before?.value && (now === undefined) === (before === undefined)) return [];
    return [now ? [key, now.value] : [key]];
  });
}

function layersOf(head: Layer | undefined): Layer[] {
  const layers: Layer[] = [];
  for (let layer = head; layer; layer = layer.below) layers.push(layer);
  return layers;
}

/** Merges all layers but the lowest, which is the template shared by many states, into one. */
function flatten(head: Layer): Layer {
  const own: Layer[] = [];
  let base = head;
  for (; base.below; base = base.below) own.push(base);
  const entries = new Map<string, Entry>();
  for (const layer of own.reverse()) for (const [key, entry] of layer.entries) entries.set(key, entry);
  const sorted = head.stale.length === 0 ? head.sorted : undefined;
  return { entries, below: base, owner: {}, depth: 2, sorted, stale: [] };
}

function sortedEntries(head: Layer | undefined): readonly (readonly [string, unknown])[] {
  if (!head) return [];
  if (!head.sorted || head.stale.length > MAX_STALE) head.sorted = merge(head);
  else if (head.stale.length > 0) head.sorted = withChanges(head.sorted, head);
  head.stale = [];
  return head.sorted;
}

/** The list with the stale keys of its layer put right. Lists are handed out, so it is a new one. */
function withChanges(sorted: readonly (readonly [string, unknown])[], { stale, entries }: Layer) {
  const list = [...sorted];
  for (const key of stale) {
    const at = placeOf(list, key);
    const entry = entries.get(key);
    const found = list[at]?.[0] === key ? 1 : 0;
    if (entry) list.splice(at, found, [key, entry.value]);
    else list.splice(at, found);
  }
  return list;
}

/** Where the key stands or would stand. */
function placeOf(list: readonly (readonly [string, unknown])[], key: string): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((list[middle] as readonly [string, unknown])[0] < key) low = middle + 1;
    else high = middle;
  }
  return low;
}

function merge(head: Layer): readonly (readonly [string, unknown])[] {
  const below = sortedEntries(head.below);
  const own = [...head.entries].sort(([a], [b]) => (a < b ? -1 : 1));
  const merged: (readonly [string, unknown])[] = [];
  let next = 0;
  for (const [key, entry] of own) {
    for (; next < below.length && (below[next] as readonly [string, unknown])[0] < key; next++) {
      merged.push(below[next] as readonly [string, unknown]);
    }
    if (below[next]?.[0] === key) next++;
    if (entry) merged.push([key, entry.value]);
  }
  return next === 0 && own.length === 0 ? below : [...merged, ...below.slice(next)];
}
