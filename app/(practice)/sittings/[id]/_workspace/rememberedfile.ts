import type { Editing } from './sittingstate.ts';
import type { SittingStore } from './sittingstore.ts';

/**
 * Opens the file again that was in the editor when this tab was loaded anew: a terminal may still wait for it to be closed,
 * and would seem to hang.
 */
export function rememberFile(
  sittingId: string,
  store: SittingStore,
  storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>,
): void {
  const name = `hoplab.editing.${sittingId}`;
  let last = JSON.parse(storage.getItem(name) ?? 'null') as Editing | null;
  if (last) store.set({ editing: last });
  store.subscribe(() => {
    const { editing = null } = store.get();
    if (editing === last) return;
    last = editing;
    if (editing) storage.setItem(name, JSON.stringify(editing));
    else storage.removeItem(name);
  });
}
