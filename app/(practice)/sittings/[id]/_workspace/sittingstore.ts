import { type SittingState, START } from './sittingstate.ts';

/** Holds the state of one workspace and tells who listens. */
export function createSittingStore() {
  let state = START;
  const listeners = new Set<() => void>();
  return {
    get: () => state,
    set(change: Partial<SittingState>) {
      state = { ...state, ...change };
      for (const listener of listeners) listener();
    },
    subscribe(listener: () => void) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

export type SittingStore = ReturnType<typeof createSittingStore>;
