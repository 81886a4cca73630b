'use client';

import { Button, Group, Skeleton, Text } from '@mantine/core';
import { useState } from 'react';
import { FailureNote } from '../../../../_ui/failurenote.tsx';
import { texts } from '../../../../_ui/texts.ts';
import { ConfirmDialog } from './confirmdialog.tsx';
import { EditorArea } from './editorarea.tsx';
import { shortName } from './filelist.tsx';
import styles from './files.module.css';
import { useOpenFile } from './openfile.ts';
import { useSittingState } from './sittingcontext.tsx';
import type { Editing } from './sittingstate.ts';

const words = texts.files;

/** One file in the editor; closing it lets a `vi` or `kubectl edit` that waits in a terminal go on. */
export function FileEditor({ editing }: { readonly editing: Editing }) {
  const file = useOpenFile(editing);
  const isLeaving = useSittingState((state) => state.leaving === editing);
  const [isAsking, setAsking] = useState(false);
  const askOrClose = async () => ((await file.wouldLose()) ? setAsking(true) : file.close());
  const commands = { save: file.save, saveAndClose: file.saveAndClose, close: askOrClose, discard: () => file.close() };
  const closeWords = editing.terminal === undefined ? words.close : words.closeAndGoOn;
  return (
    <div className={styles.file}>
      <div className={styles.head}>
        <div className={styles.path}>
          <Text size="sm" ff="monospace" truncate title={editing.path}>
            {shortName(editing.path)}
          </Text>
          <Text size="xs" c="dimmed" role="status">
            {file.isSaving ? words.saving : file.isDirty ? words.dirty : words.clean}
          </Text>
        </div>
        <Group gap={8} wrap="nowrap">
          <Button size="xs" onClick={() => void file.save()} disabled={!file.isDirty} loading={file.isSaving}>
            {words.save}
          </Button>
          <Button size="xs" variant="default" onClick={() => void askOrClose()} title={closeWords}>
            {words.close}
          </Button>
        </Group>
      </div>
      {editing.terminal !== undefined && (
        <Text size="xs" className={styles.note}>
          {words.waiting(editing.terminal)}
        </Text>
      )}
      {file.newText !== undefined && (
        <Group gap={8} className={styles.note ?? ''}>
          <Text size="xs">{words.changedElsewhere}</Text>
          <Button size="compact-xs" variant="default" onClick={file.loadNewText}>
            {words.reload}
          </Button>
        </Group>
      )}
      {file.error && <FailureNote error={file.error} />}
      {file.text === undefined ? (
        <Skeleton height={16} width={180} m={16} aria-label={words.loading} />
      ) : (
        <EditorArea
          key={file.generation}
          path={editing.path}
          text={file.text}
          onChange={file.change}
          onSave={() => void file.save()}
          state={file.isDirty ? 'dirty' : 'clean'}
          isLeaving={isLeaving}
          onCommand={editing.terminal === undefined ? undefined : (kind) => void commands[kind]()}
        />
      )}
      {isAsking && (
        <ConfirmDialog
          title={words.unsavedTitle}
          text={words.unsavedText}
          confirm={words.discard}
          cancel={words.keep}
          onConfirm={() => void file.close()}
          onCancel={() => setAsking(false)}
        />
      )}
    </div>
  );
}
