'use client';

import { useRef } from 'react';
import { FileEditor } from './fileeditor.tsx';
import { FileList } from './filelist.tsx';
import { useSittingState } from './sittingcontext.tsx';

/** The files of the home directory, or the one that is open. */
export function FilesPane() {
  const editing = useSittingState((state) => state.editing);
  const shown = useRef({ editing, opening: 0 });
  // The same file may be opened again before its last editor was closed: that is another editor.
  if (shown.current.editing !== editing) shown.current = { editing, opening: shown.current.opening + 1 };
  return editing ? <FileEditor key={shown.current.opening} editing={editing} /> : <FileList />;
}
