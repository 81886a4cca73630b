'use client';

import { useEffect, useRef, useState } from 'react';
import type { ErrorAnswer } from '../../../../../lib/sitting/wire.ts';
import { useSitting, useSittingState } from './sittingcontext.tsx';
import type { Editing } from './sittingstate.ts';

/** The file in the editor: what is saved, what is typed, and what changed elsewhere meanwhile. */
export function useOpenFile(editing: Editing) {
  const { path, terminal } = editing;
  const client = useSitting();
  const changed = useSittingState((state) => state.changedFiles);
  const [saved, setSaved] = useState<string>();
  const [typed, setTyped] = useState<string>();
  const [newText, setNewText] = useState<string>();
  const [isSaving, setSaving] = useState(false);
  const [error, setError] = useState<ErrorAnswer>();
  const [generation, setGeneration] = useState(0);
  const isClosing = useRef(false);
  const isDirty = typed !== undefined && typed !== saved;

  const show = (text: string) => {
    setSaved(text);
    setTyped(text);
    setNewText(undefined);
    setGeneration((last) => last + 1);
  };
  const latest = useRef({ saved, isDirty, show });
  latest.current = { saved, isDirty, show };

  useEffect(() => {
    if (latest.current.saved !== undefined && !changed.includes(path)) return;
    // What `kubectl edit` had to show is gone once it goes on.
    if (isClosing.current) return;
    let isCurrent = true;
    void client.readFile(path).then((answer) => {
      if (!isCurrent) return;
      const text = answer.ok ? answer.value.text : answer.error.code === 'not_found' ? '' : undefined;
      if (text === undefined) return setError(answer.ok ? undefined : answer.error);
      if (text === latest.current.saved) return;
      if (latest.current.isDirty) setNewText(text);
      else latest.current.show(text);
    });
    return () => {
      isCurrent = false;
    };
  }, [client, path, changed]);

  const save = async () => {
    const text = typed ?? '';
    setSaving(true);
    const answer = await client.writeFile(path, text, 'open');
    setSaving(false);
    setError(answer.ok ? undefined : answer.error);
    if (answer.ok) setSaved(text);
  };
  /** Without a text what is saved stays. */
  const close = async (text = saved ?? '') => {
    if (terminal !== undefined) {
      isClosing.current = true;
      const answer = await client.writeFile(path, text, 'closed');
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
    change: setTyped,
    save,
    close,
    saveAndClose: () => close(typed ?? ''),
    loadNewText: () => newText !== undefined && show(newText),
  };
}
