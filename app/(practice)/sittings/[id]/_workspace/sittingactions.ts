import type { DebriefAnswer, GradeViewWire, Problem, SittingViewWire } from '../../../../../lib/sitting/wire.ts';
import { type Answer, get, send } from '../../../../_ui/api.ts';
import type { Poster } from './poster.ts';
import type { Editing } from './sittingstate.ts';
import type { SittingStore } from './sittingstore.ts';

type View = { readonly view: SittingViewWire };
type FileText = { readonly path: string; readonly text: string };

/** Everything a person does that is not typed into a terminal. */
export interface SittingActions {
  check(): Promise<Answer<View & { readonly grade: GradeViewWire }>>;
  hint(task: string): Promise<Answer<View>>;
  answer(task: string, value: string): Promise<Answer<View>>;
  reset(): Promise<Answer<View>>;
  pause(pace: 'paused' | 'running'): Promise<Answer<View>>;
  finish(): Promise<Answer<DebriefAnswer>>;
  newVariant(): Promise<Answer<{ readonly sittingId: string }>>;
  listFiles(): Promise<Answer<{ readonly files: readonly { readonly path: string; readonly size: number }[] }>>;
  readFile(path: string): Promise<Answer<FileText>>;
  writeFile(path: string, text: string, editor: 'open' | 'closed'): Promise<Answer<FileText>>;
  validate(text: string): Promise<Answer<{ readonly problems: readonly Problem[] }>>;
  trace(from: string, to: string): Promise<Answer<{ readonly trace: unknown }>>;
  openFile(path: string): void;
  /** Lets the terminal that waits for this file go on with a last text; keys are for it before the answer is here. */
  leaveFile(editing: Editing, text: string): Promise<Answer<FileText>>;
  /** Nothing happens when another one was opened meanwhile, as the terminal that went on may do. */
  closeFile(editing: Editing): void;
}

const filePath = (path: string) => path.split('/').filter(Boolean).map(encodeURIComponent).join('/');

export function createSittingActions(base: string, post: Poster, store: SittingStore): SittingActions {
  const withView = async <T extends View>(answer: Promise<Answer<T>>) => {
    const settled = await answer;
    if (settled.ok) store.set({ view: settled.value.view });
    return settled;
  };
  const writeFile = (path: string, text: string, editor: 'open' | 'closed') =>
    post<FileText>('PUT', `/files/${filePath(path)}`, { text, editor });
  return {
    check: async () => {
      const answer = await withView(post<View & { readonly grade: GradeViewWire }>('POST', '/check'));
      if (answer.ok) store.set({ grade: answer.value.grade });
      return answer;
    },
    hint: (task) => withView(post<View>('POST', '/hint', { task })),
    answer: (task, value) => withView(post<View>('POST', '/answer', { task, value })),
    reset: async () => {
      const answer = await withView(post<View>('POST', '/reset'));
      if (answer.ok) store.set({ grade: undefined, editing: undefined, changedFiles: [] });
      return answer;
    },
    pause: (pace) => withView(post<View>('POST', '/pause', { paused: pace === 'paused' })),
    finish: () => withView(post<DebriefAnswer>('POST', '/finish')),
    newVariant: () => post('POST', '/new-variant'),
    listFiles: () => get(`${base}/files`),
    readFile: (path) => get(`${base}/files/${filePath(path)}`),
    writeFile,
    validate: (text) => send('POST', `${base}/validate`, { text }),
    trace: (from, to) => send('POST', `${base}/trace`, { from, to }),
    openFile: (path) => store.set({ editing: { path } }),
    leaveFile: async (editing, text) => {
      store.set({ leaving: editing });
      const answer = await writeFile(editing.path, text, 'closed');
      if (!answer.ok) store.set({ leaving: undefined });
      return answer;
    },
    closeFile: (editing) => store.get().editing === editing && store.set({ editing: undefined }),
  };
}
