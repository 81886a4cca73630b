import { describe, expect, it } from 'vitest';
import { rememberFile } from './rememberedfile.ts';
import { createSittingStore } from './sittingstore.ts';

function storageOf(items = new Map<string, string>()) {
  return {
    items,
    getItem: (name: string) => items.get(name) ?? null,
    setItem: (name: string, value: string) => void items.set(name, value),
    removeItem: (name: string) => void items.delete(name),
  };
}

describe('the file in the editor across a reload', () => {
  it('is opened again, with the terminal that waits for it', () => {
    const storage = storageOf();
    const before = createSittingStore();
    rememberFile('one', before, storage);
    before.set({ editing: { path: '/home/learner/a.yaml', terminal: 2 } });

    const after = createSittingStore();
    rememberFile('one', after, storage);
    expect(after.get().editing).toEqual({ path: '/home/learner/a.yaml', terminal: 2 });
    const other = createSittingStore();
    rememberFile('another', other, storage);
    expect(other.get().editing).toBeUndefined();
  });

  it('is forgotten once it is closed', () => {
    const storage = storageOf();
    const store = createSittingStore();
    rememberFile('one', store, storage);
    store.set({ editing: { path: '/home/learner/a.yaml' } });
    store.set({ editing: undefined });
    expect(storage.items.size).toBe(0);
  });
});
