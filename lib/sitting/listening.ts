/** What a sitting says while it is rebuilt was said before: it is not passed on. */
import type { SittingListener } from './sitting.ts';

type Told = Omit<SittingListener, 'clients'>;

export function onceLive(listener: Told, isLive: () => boolean): Told {
  const heard = (say: () => void) => {
    if (isLive()) say();
  };
  return {
    text: (terminal, text) => heard(() => listener.text(terminal, text)),
    rows: (some) => heard(() => listener.rows(some)),
    view: (view) => heard(() => listener.view(view)),
    graded: (grade) => heard(() => listener.graded(grade)),
    note: (terminal, text) => heard(() => listener.note(terminal, text)),
    files: (changed) => heard(() => listener.files(changed)),
    edit: (terminal, path) => heard(() => listener.edit(terminal, path)),
    restarted: (terminals) => heard(() => listener.restarted(terminals)),
    snapshot: (taken) => heard(() => listener.snapshot?.(taken)),
  };
}
