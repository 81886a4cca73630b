'use client';

import { Button, Group, NavLink, Text, TextInput, Title } from '@mantine/core';
import { type FormEvent, useEffect, useState } from 'react';
import { FileIcon } from '../../../../_ui/icons.tsx';
import { texts } from '../../../../_ui/texts.ts';
import { useSitting, useSittingState } from './sittingcontext.tsx';
import styles from './workspace.module.css';

const words = texts.files;
const HOME = '/home/learner';

export function FileList() {
  const client = useSitting();
  const files = useFiles();
  return (
    <div className={styles.scroll}>
      <Title order={2} size="h5" mb={8}>
        {words.list}
      </Title>
      {files.length === 0 && (
        <Text size="sm" c="dimmed">
          {words.empty}
        </Text>
      )}
      <nav aria-label={words.list}>
        {files.map((file) => (
          <NavLink
            key={file.path}
            component="button"
            label={shortName(file.path)}
            description={words.bytes(file.size)}
            leftSection={<FileIcon />}
            onClick={() => client.openFile(file.path)}
          />
        ))}
      </nav>
      <NewFile onCreate={(path) => client.openFile(path)} />
    </div>
  );
}

/** As the sitting had them when the page opened, and read again whenever one changed. */
function useFiles() {
  const client = useSitting();
  const atStart = useSittingState((state) => state.sitting?.files);
  const changed = useSittingState((state) => state.changedFiles);
  const [files, setFiles] = useState(atStart ?? []);
  useEffect(() => {
    let isCurrent = changed !== undefined;
    void client.listFiles().then((answer) => {
      if (isCurrent && answer.ok) setFiles(answer.value.files);
    });
    return () => {
      isCurrent = false;
    };
  }, [client, changed]);
  return files;
}

function NewFile({ onCreate }: { readonly onCreate: (path: string) => void }) {
  const [name, setName] = useState('');
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    const path = name.trim();
    if (path !== '') onCreate(path.startsWith('/') ? path : `${HOME}/${path}`);
  };
  return (
    <form onSubmit={onSubmit}>
      <Group gap={8} mt={12} align="flex-end" wrap="nowrap">
        <TextInput
          label={words.newFileLabel}
          placeholder="service.yaml"
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          spellCheck={false}
          flex={1}
        />
        <Button type="submit" variant="default" disabled={name.trim() === ''}>
          {words.create}
        </Button>
      </Group>
    </form>
  );
}

/** `~/service.yaml` for what lies at home. */
export function shortName(path: string): string {
  return path.startsWith(`${HOME}/`) ? `~${path.slice(HOME.length)}` : path;
}
