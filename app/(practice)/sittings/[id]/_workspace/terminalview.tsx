'use client';

import { Skeleton, useComputedColorScheme } from '@mantine/core';
import { type Ref, useEffect, useImperativeHandle, useLayoutEffect, useRef, useState } from 'react';
import { texts } from '../../../../_ui/texts.ts';
import { PANE_ENTRY } from './panekeys.ts';
import type { Lines } from './sideways.ts';
import { useSitting, useSittingState } from './sittingcontext.tsx';
import styles from './terminal.module.css';
import type { OpenTerminal, TerminalSettings } from './terminalentry.ts';
import { getTerminalKit } from './terminalkit.ts';
import { TerminalSearch } from './terminalsearch.tsx';
import type { Screen } from './xtermscreen.ts';

const words = texts.terminal;

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
  readonly lines: Lines;
  readonly device: 'wide' | 'phone';
  readonly onFocus: () => void;
  readonly ref: Ref<TerminalHandle>;
}

/** One terminal: an xterm fed by the sitting. */
export function TerminalView(props: TerminalViewProps) {
  const { terminal, tabsId, isShown, isCurrent, screenReader, lines, device, onFocus, ref } = props;
  const [isSearching, setSearching] = useState(false);
  const element = useRef<HTMLDivElement>(null);
  const scheme = useComputedColorScheme('light', { getInitialValueInEffect: false });
  const screen = useScreen(element, {
    terminal,
    wasShown: useWasShown(isShown),
    scheme,
    screenReader: screenReader === 'on',
    fontSize: device === 'phone' ? 12 : 13,
    lines,
    onSearch: () => setSearching(true),
  });
  const takesFocus = isShown && isCurrent && device === 'wide';
  useLayoutEffect(() => {
    if (isShown) screen?.fit();
    if (takesFocus) screen?.focus();
  }, [screen, isShown, takesFocus]);
  useEffect(() => screen?.setScheme(scheme), [screen, scheme]);
  useEffect(() => screen?.setScreenReader(screenReader === 'on'), [screen, screenReader]);
  useEffect(() => screen?.setLines(lines), [screen, lines]);
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

interface ScreenSettings extends TerminalSettings {
  readonly terminal: number;
  readonly wasShown: boolean;
  readonly onSearch: () => void;
}

/**
 * Opens the terminal in `element` and keeps its size; undefined until it is there. The one that opened before the page
 * moves in at once, before a key can be lost.
 */
function useScreen(element: React.RefObject<HTMLDivElement | null>, settings: ScreenSettings): Screen | undefined {
  const client = useSitting();
  const link = useSittingState((state) => state.link);
  const [screen, setScreen] = useState<Screen>();
  const latest = useRef(settings);
  latest.current = settings;
  const { terminal, wasShown } = settings;

  useLayoutEffect(() => {
    const host = element.current;
    if (!wasShown || !host) return;
    let close = () => {};
    let isGone = false;
    const show = (opened: OpenTerminal) => {
      const observer = new ResizeObserver(() => requestAnimationFrame(() => opened.screen.fit()));
      observer.observe(host);
      opened.screen.onSearch(() => latest.current.onSearch());
      setScreen(opened.screen);
      close = () => {
        observer.disconnect();
        opened.close();
      };
    };
    const kit = getTerminalKit();
    const early = kit.takeTerminal(client, terminal);
    if (early) {
      early.screen.moveTo(host);
      show(early);
    } else {
      void kit.openTerminal(client, terminal, host, latest.current).then((opened) => {
        if (isGone) opened?.close();
        else if (opened) show(opened);
      });
    }
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
