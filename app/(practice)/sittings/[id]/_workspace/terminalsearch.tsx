import { ActionIcon, CloseButton, Text, TextInput } from '@mantine/core';
import { type KeyboardEvent, useEffect, useState } from 'react';
import { DownIcon, UpIcon } from '../../../../_ui/icons.tsx';
import { texts } from '../../../../_ui/texts.ts';
import styles from './terminal.module.css';
import type { Screen } from './xtermscreen.ts';

const words = texts.terminal;

/** Search in one terminal's text: Enter goes on, Shift-Enter back, Escape closes. */
export function TerminalSearch({ screen, onClose }: { readonly screen: Screen; readonly onClose: () => void }) {
  const [text, setText] = useState('');
  const [matches, setMatches] = useState({ index: -1, count: 0 });
  useEffect(() => {
    screen.onMatches((index, count) => setMatches({ index, count }));
    return () => screen.endSearch();
  }, [screen]);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') onClose();
    if (event.key === 'Enter') screen.find(text, event.shiftKey ? 'previous' : 'next');
  };
  return (
    <search className={styles.search} aria-label={words.search}>
      <TextInput
        size="xs"
        aria-label={words.search}
        placeholder={words.search}
        value={text}
        data-autofocus
        autoFocus
        spellCheck={false}
        onKeyDown={onKeyDown}
        onChange={(event) => {
          setText(event.currentTarget.value);
          screen.find(event.currentTarget.value, 'typing');
        }}
      />
      <Text size="xs" c="dimmed" w={64} role="status">
        {text === '' ? '' : words.matches(matches.index, matches.count)}
      </Text>
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={words.previous}
        title={words.previous}
        onClick={() => screen.find(text, 'previous')}
      >
        <UpIcon />
      </ActionIcon>
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={words.next}
        title={words.next}
        onClick={() => screen.find(text, 'next')}
      >
        <DownIcon />
      </ActionIcon>
      <CloseButton size="sm" aria-label={words.closeSearch} title={words.closeSearch} onClick={onClose} />
    </search>
  );
}
