'use client';

import { FileEditor } from './fileeditor.tsx';
import { FileList } from './filelist.tsx';
import { useSittingState } from './sittingcontext.tsx';

/** The files of the home directory, or the one that is open. */
export function FilesPane() {
  const editing = useSittingState((state) => state.editing);
  return editing ? <FileEditor key={editing.path} editing={editing} /> : <FileList />;
}
