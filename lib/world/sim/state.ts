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
  sorted: readonly (readonly [string, unknown])[] | undefined;
}

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

/** A forkable set of tables. Not safe to keep a `Table` across a fork of the *child*; ask `table()` again. */
export class State {
  #heads: Record<string, Layer>;
  #token: object = {};
  /** A table reads its state's present layers at every call, so one object serves for all time; making it costs as much as ten reads. */
  readonly #tables = new Map<string, Table<unknown>>();

  constructor(heads: Record<string, Layer> = {}) {
    this.#heads = heads;
  }

  /** The table of that name, empty until written to. */
  table<V>(name: string): Table<V> {
    const known = this.#tables.get(name) ?? this.#makeTable(name);
    this.#tables.set(name, known);
    return known as Table<V>;
  }

  #makeTable(name: string): Table<unknown> {
    const read = (): Layer | undefined => this.#heads[name];
    const write = (key: string, entry: Entry): void => {
      const layer = this.#ownLayer(name);
      layer.entries.set(key, entry);
      layer.sorted = undefined;
    };
    return {
      get: (key) => find(read(), key),
      set: (key, value) => write(key, { value }),
      delete: (key) => write(key, undefined),
      entries: () => sortedEntries(read()),
      get size() {
        return sortedEntries(read()).length;
      },
    };
  }

  /** Names of all tables that were ever written to, sorted. */
  tableNames(): string[] {
    return Object.keys(this.#heads).sort();
  }

  /** A state with the same content whose writes are its own; O(number of tables). */
  fork(): State {
    this.#token = {};
    return new State({ ...this.#heads });
  }

  /** Merges all layers of every table into one, for a template that many states will share. */
  compact(): void {
    for (const [name, head] of Object.entries(this.#heads)) {
      const entries = new Map<string, Entry>(sortedEntries(head).map(([key, value]) => [key, { value }]));
      this.#heads[name] = { entries, below: undefined, owner: {}, depth: 1, sorted: head.sorted };
    }
  }

  #ownLayer(name: string): Layer {
    const head = this.#heads[name];
    if (head?.owner === this.#token) return head;
    const below = head && head.depth > MAX_OWN_LAYERS ? flatten(head) : head;
    const layer: Layer = {
      entries: new Map(),
      below,
      owner: this.#token,
      depth: (below?.depth ?? 0) + 1,
      sorted: undefined,
    };
    this.#heads[name] = layer;
    return layer;
  }
}

function find(head: Layer | undefined, key: string): unknown {
  for (let layer = head; layer; layer = layer.below) {
    if (layer.entries.has(key)) return layer.entries.get(key)?.value;
  }
  return undefined;
}

/** Merges all layers but the lowest, which is the template shared by many states, into one. */
function flatten(head: Layer): Layer {
  const own: Layer[] = [];
  let base = head;
  for (; base.below; base = base.below) own.push(base);
  const entries = new Map<string, Entry>();
  for (const layer of own.reverse()) for (const [key, entry] of layer.entries) entries.set(key, entry);
  return { entries, below: base, owner: {}, depth: 2, sorted: head.sorted };
}

function sortedEntries(head: Layer | undefined): readonly (readonly [string, unknown])[] {
  if (!head) return [];
  head.sorted ??= merge(head);
  return head.sorted;
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
