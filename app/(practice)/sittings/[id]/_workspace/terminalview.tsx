'use client';

import { Skeleton, useComputedColorScheme } from '@mantine/core';
import { type Ref, useEffect, useImperativeHandle, useRef, useState } from 'react';
import { texts } from '../../../../_ui/texts.ts';
import { loadTerminal } from './loadterminal.ts';
import { PANE_ENTRY } from './panekeys.ts';
import { useSitting, useSittingState } from './sittingcontext.tsx';
import styles from './terminal.module.css';
import { TerminalSearch } from './terminalsearch.tsx';
import type { Screen } from './xtermscreen.ts';

const words = texts.terminal;
const LONGEST_PASTE = 1_048_576;

export interface TerminalHandle {
  focus(): void;
  openSearch(): void;
  copy(): void;
  paste(): void;
}

interface TerminalViewProps {
  readonly terminal: number;
  readonly tabsId: string;
  readonly isShown: boolean;
  readonly isCurrent: boolean;
  readonly screenReader: 'on' | 'off';
  readonly device: 'wide' | 'phone';
  readonly onFocus: () => void;
  readonly ref: Ref<TerminalHandle>;
}

/** One terminal: an xterm fed by the sitting. */
export function TerminalView(props: TerminalViewProps) {
  const { terminal, tabsId, isShown, isCurrent, screenReader, device, onFocus, ref } = props;
  const [isSearching, setSearching] = useState(false);
  const element = useRef<HTMLDivElement>(null);
  const scheme = useComputedColorScheme('light', { getInitialValueInEffect: false });
  const screen = useScreen(element, {
    terminal,
    wasShown: useWasShown(isShown),
    scheme,
    screenReader,
    fontSize: device === 'phone' ? 12 : 13,
    onSearch: () => setSearching(true),
  });
  const takesFocus = isShown && isCurrent && device === 'wide';
  useEffect(() => {
    if (isShown) screen?.fit();
    if (takesFocus) screen?.focus();
  }, [screen, isShown, takesFocus]);
  useEffect(() => screen?.setScheme(scheme), [screen, scheme]);
  useEffect(() => screen?.setScreenReader(screenReader === 'on'), [screen, screenReader]);
  useImperativeHandle(ref, () => ({
    focus: () => screen?.focus(),
    openSearch: () => setSearching(true),
    copy: () => void screen?.copySelection(),
    paste: () => void screen?.pasteClipboard().then(screen.focus),
  }));
  return (
    <div
      role="tabpanel"
      id={`${tabsId}-panel-${terminal}`}
      aria-labelledby={`${tabsId}-tab-${terminal}`}
      className={styles.view}
      hidden={!isShown}
      data-current={isCurrent}
      onFocusCapture={onFocus}
    >
      {!screen && <Skeleton height={16} width={200} m={12} aria-label={words.loading} />}
      <div ref={element} className={styles.screen} {...(isCurrent ? PANE_ENTRY : {})} />
      {isSearching && screen && (
        <TerminalSearch
          screen={screen}
          onClose={() => {
            setSearching(false);
            screen.focus();
          }}
        />
      )}
    </div>
  );
}

/** True from the first time on: a grid that is measured while hidden has wrong sizes. */
function useWasShown(isShown: boolean): boolean {
  const [wasShown, setShown] = useState(isShown);
  if (isShown && !wasShown) setShown(true);
  return wasShown || isShown;
}

interface ScreenSettings {
  readonly terminal: number;
  readonly wasShown: boolean;
  readonly scheme: 'light' | 'dark';
  readonly screenReader: 'on' | 'off';
  readonly fontSize: number;
  readonly onSearch: () => void;
}

/** Opens the xterm of a terminal in `element`, feeds it and keeps its size; undefined until its code is there. */
function useScreen(element: React.RefObject<HTMLDivElement | null>, settings: ScreenSettings): Screen | undefined {
  const client = useSitting();
  const link = useSittingState((state) => state.link);
  const [screen, setScreen] = useState<Screen>();
  const latest = useRef(settings);
  latest.current = settings;
  const { terminal, wasShown } = settings;

  useEffect(() => {
    if (!wasShown) return;
    let close = () => {};
    let isGone = false;
    void loadTerminal().then(async ({ openScreen, readyFont }) => {
      await readyFont();
      const host = element.current;
      if (isGone || !host) return;
      const opened = openScreen(host, {
        label: words.name(terminal),
        scheme: latest.current.scheme,
        screenReader: latest.current.screenReader === 'on',
        fontSize: latest.current.fontSize,
        onSearch: () => latest.current.onSearch(),
        onSize: (columns, rows) => client.tell({ t: 'resize', terminal, columns, rows }),
        onData: (data) => {
          if (data === '\x03') client.tell({ t: 'interrupt', terminal });
          else if (data.length > LONGEST_PASTE) client.note(terminal, words.tooLong(data.length / LONGEST_PASTE));
          else client.keys(terminal, data);
        },
      });
      const observer = new ResizeObserver(() => requestAnimationFrame(() => opened.fit()));
      observer.observe(host);
      const detach = client.attach(terminal, opened);
      setScreen(opened);
      close = () => {
        detach();
        observer.disconnect();
        opened.dispose();
      };
    });
    return () => {
      isGone = true;
      setScreen(undefined);
      close();
    };
  }, [client, terminal, element, wasShown]);

  useEffect(() => {
    if (screen && link === 'open') client.tell({ t: 'resize', terminal, ...screen.size() });
  }, [client, terminal, screen, link]);
  return screen;
}
