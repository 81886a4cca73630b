'use client';

import { type RefObject, useEffect, useRef, useState } from 'react';
import type { ErrorAnswer } from '../../../../../lib/sitting/wire.ts';
import { openTextOf } from './opentext.ts';
import { useSitting, useSittingState } from './sittingcontext.tsx';
import type { Editing } from './sittingstate.ts';

/** The file in the editor: what is saved, what is typed, and what changed elsewhere meanwhile. */
export function useOpenFile(editing: Editing) {
  const { path, terminal } = editing;
  const client = useSitting();
  const [newText, setNewText] = useState<string>();
  const [isSaving, setSaving] = useState(false);
  const [error, setError] = useState<ErrorAnswer>();
  const [generation, setGeneration] = useState(0);
  const isClosing = useRef(false);
  // The pane may be hidden and shown again: what was typed into this file is still there.
  const [now] = useState(() => openTextOf(editing));
  const [saved, setSaved] = useState(now.saved);
  const [typed, setTyped] = useState(now.typed);
  const isRead = useRef(false);
  const isDirty = typed !== undefined && typed !== saved;

  const show = (text: string) => {
    now.show(text);
    setSaved(text);
    setTyped(text);
    setNewText(undefined);
    setGeneration((last) => last + 1);
  };
  useFileText(path, { isRead, isClosing }, (answer) => {
    isRead.current = answer.ok;
    const text = answer.ok ? answer.value.text : answer.error.code === 'not_found' ? '' : undefined;
    if (text === undefined) setError(answer.ok ? undefined : answer.error);
    else if (text === now.saved) return;
    else if (now.typed !== now.saved) setNewText(text);
    else show(text);
  });

  const change = (text: string) => {
    now.typed = text;
    setTyped(text);
  };
  const write = async () => {
    const text = now.typed ?? '';
    setSaving(true);
    const answer = await client.writeFile(path, text, 'open');
    setSaving(false);
    setError(answer.ok ? undefined : answer.error);
    if (!answer.ok) return;
    now.saved = text;
    setSaved(text);
  };
  const save = () => {
    now.saving = write();
    return now.saving;
  };
  /** Without a text what is saved stays. */
  const close = async (text = now.saved ?? '') => {
    if (terminal !== undefined) {
      isClosing.current = true;
      const answer = await client.leaveFile(editing, text);
      isClosing.current = answer.ok;
      if (!answer.ok) return setError(answer.error);
    }
    client.closeFile(editing);
  };
  return {
    text: typed,
    generation,
    isDirty,
    isSaving,
    error,
    newText,
    change,
    wouldLose: () => now.wouldLose(),
    save,
    close,
    saveAndClose: () => close(now.typed ?? ''),
    loadNewText: () => newText !== undefined && show(newText),
  };
}

interface FileTextState {
  readonly isRead: RefObject<boolean>;
  /** What `kubectl edit` had to show is gone once it goes on. */
  readonly isClosing: RefObject<boolean>;
}

/** Reads the file when it opens and whenever it changed. */
function useFileText(path: string, state: FileTextState, onRead: (answer: FileRead) => void): void {
  const client = useSitting();
  const changed = useSittingState((sitting) => sitting.changedFiles);
  const latest = useRef({ state, onRead });
  latest.current = { state, onRead };
  useEffect(() => {
    const { isRead, isClosing } = latest.current.state;
    if ((isRead.current && !changed.includes(path)) || isClosing.current) return;
    let isCurrent = true;
    void client.readFile(path).then((answer) => {
      if (isCurrent) latest.current.onRead(answer);
    });
    return () => {
      isCurrent = false;
    };
  }, [client, path, changed]);
}

type FileRead = Awaited<ReturnType<ReturnType<typeof useSitting>['readFile']>>;
