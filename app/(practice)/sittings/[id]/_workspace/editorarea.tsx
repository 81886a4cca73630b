'use client';

import { useComputedColorScheme } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { texts } from '../../../../_ui/texts.ts';
import type { CodeEditor } from './codeeditor.ts';
import { EditorCommandLine } from './editorcommandline.tsx';
import type { EditorCommand } from './editorcommands.ts';
import styles from './files.module.css';
import { PANE_ENTRY } from './panekeys.ts';
import { useSitting } from './sittingcontext.tsx';

interface EditorAreaProps {
  readonly path: string;
  /** The text it opens with. */
  readonly text: string;
  readonly onChange: (text: string) => void;
  readonly onSave: () => void;
  readonly state: 'clean' | 'dirty';
  /** It is being closed; the keyboard comes back when that is refused. */
  readonly isLeaving: boolean;
  /** What a person who came by `vi` or `nano` typed to leave; absent when no terminal waits. */
  readonly onCommand: ((kind: Exclude<EditorCommand['kind'], 'refused'>) => void) | undefined;
}

/** The CodeMirror of one file; its code is loaded when the first file opens. */
export function EditorArea(props: EditorAreaProps) {
  const client = useSitting();
  const element = useRef<HTMLDivElement>(null);
  const editor = useRef<CodeEditor>(undefined);
  const [isCommanding, setCommanding] = useState(false);
  const scheme = useComputedColorScheme('light', { getInitialValueInEffect: false });
  const latest = useRef({ ...props, scheme });
  latest.current = { ...props, scheme };

  useEffect(() => {
    let isGone = false;
    void import('./codeeditor.ts').then(({ openCodeEditor }) => {
      const host = element.current;
      if (isGone || !host) return;
      const { path, text } = latest.current;
      editor.current = openCodeEditor(host, {
        label: texts.files.editor(path),
        text,
        language: /\.ya?ml$/.test(path) ? 'yaml' : 'text',
        scheme: latest.current.scheme,
        onChange: (next) => latest.current.onChange(next),
        onSave: () => latest.current.onSave(),
        ...(latest.current.onCommand
          ? { leaving: { onEscape: () => setCommanding(true), onClose: () => latest.current.onCommand?.('close') } }
          : {}),
        validate: async (next) => {
          const answer = await client.validate(next);
          return answer.ok ? answer.value.problems : [];
        },
      });
      editor.current.focus();
    });
    return () => {
      isGone = true;
      editor.current?.dispose();
      editor.current = undefined;
    };
  }, [client]);
  useEffect(() => editor.current?.setScheme(scheme), [scheme]);
  useFocusWhenRefused(props.isLeaving, () => editor.current?.focus());
  const leaveLine = () => {
    setCommanding(false);
    editor.current?.focus();
  };
  const { onCommand } = props;
  return (
    <>
      <div ref={element} className={styles.editor} {...PANE_ENTRY} />
      {isCommanding && onCommand && (
        <EditorCommandLine
          state={props.state}
          onCommand={(kind) => {
            leaveLine();
            onCommand(kind);
          }}
          onLeave={leaveLine}
        />
      )}
    </>
  );
}

/** The hook of a file that stays open after all. */
function useFocusWhenRefused(isLeaving: boolean, focus: () => void) {
  const wasLeaving = useRef(false);
  useEffect(() => {
    if (wasLeaving.current && !isLeaving) focus();
    wasLeaving.current = isLeaving;
  });
}
