'use client';

import { ActionIcon, Menu, Text } from '@mantine/core';
import { useLocalStorage } from '@mantine/hooks';
import { useEffect, useRef, useState } from 'react';
import {
  DotsIcon,
  NarrowIcon,
  PlusIcon,
  SearchIcon,
  SingleIcon,
  SplitIcon,
  WidenIcon,
} from '../../../../_ui/icons.tsx';
import { texts } from '../../../../_ui/texts.ts';
import type { Aloneness } from './alonekey.ts';
import { PANE } from './panekeys.ts';
import { RenameDialog } from './renamedialog.tsx';
import type { Lines } from './sideways.ts';
import { useSitting, useSittingState } from './sittingcontext.tsx';
import styles from './terminal.module.css';
import { KeyBar } from './terminalkeys.tsx';
import { useTerminalNames } from './terminalnames.ts';
import { TerminalTabs } from './terminaltabs.tsx';
import { type TerminalHandle, TerminalView } from './terminalview.tsx';

const words = texts.terminal;
const MOST = 6;
const TABS_ID = 'terminals';

interface TerminalPaneProps {
  readonly isShown?: boolean;
  readonly device?: 'wide' | 'phone';
  readonly alone?: Aloneness;
}

/** One to six terminals, one at a time or side by side. */
export function TerminalPane({ isShown = true, device = 'wide', alone }: TerminalPaneProps) {
  const client = useSitting();
  const terminals = useSittingState((state) => state.terminals);
  const [active, setActive] = useState<number>();
  const [arrangement, setArrangement] = useStored<'tabs' | 'split'>('hoplab.terminals', 'tabs');
  const [screenReader, setScreenReader] = useStored<'on' | 'off'>('hoplab.screenreader', 'off');
  const [lines, setLines] = useStored<Lines>('hoplab.lines', 'wrapped');
  const [renaming, setRenaming] = useState<number>();
  const names = useTerminalNames();
  const handles = useRef(new Map<number, TerminalHandle>());
  const current = active !== undefined && terminals.includes(active) ? active : terminals[0];
  useNewestTerminal(terminals, setActive);
  useFocusAfterEditing(() => current !== undefined && handles.current.get(current)?.focus());
  const isSplit = arrangement === 'split' && terminals.length > 1 && device === 'wide';
  const close = (terminal: number) => {
    names.rename(terminal, '');
    client.tell({ t: 'close-terminal', terminal });
  };
  const act = (action: keyof TerminalHandle) => current !== undefined && handles.current.get(current)?.[action]();

  return (
    <section className={styles.pane} {...PANE} aria-label={words.tabs}>
      <div className={styles.bar}>
        <TerminalTabs
          id={TABS_ID}
          terminals={terminals}
          current={current}
          device={device}
          given={names.given}
          onShow={setActive}
          onRename={setRenaming}
          onClose={close}
        />
        <Tool label={words.open} onClick={() => client.tell({ t: 'open-terminal' })} isOff={terminals.length >= MOST}>
          <PlusIcon />
        </Tool>
        <span className={styles.space} />
        <Tool label={words.search} onClick={() => act('openSearch')}>
          <SearchIcon />
        </Tool>
        {device === 'wide' && terminals.length > 1 && (
          <Tool label={isSplit ? words.tabbed : words.split} onClick={() => setArrangement(isSplit ? 'tabs' : 'split')}>
            {isSplit ? <SingleIcon /> : <SplitIcon />}
          </Tool>
        )}
        {alone && (
          <Tool label={alone.isAlone ? texts.workspace.together : texts.workspace.alone} onClick={alone.toggle}>
            {alone.isAlone ? <NarrowIcon /> : <WidenIcon />}
          </Tool>
        )}
        <Menu position="bottom-end" width={220} returnFocus>
          <Menu.Target>
            <ActionIcon variant="subtle" color="gray" aria-label={words.more} title={words.more}>
              <DotsIcon />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item onClick={() => act('copy')}>{words.copy}</Menu.Item>
            <Menu.Item onClick={() => act('paste')}>{words.paste}</Menu.Item>
            <Menu.Divider />
            {current !== undefined && (
              <>
                <Menu.Item onClick={() => setRenaming(current)}>{words.rename(names.nameOf(current))}</Menu.Item>
                <Menu.Item onClick={() => close(current)} disabled={terminals.length === 1}>
                  {words.close(names.nameOf(current))}
                </Menu.Item>
                <Menu.Divider />
              </>
            )}
            <Menu.Item onClick={() => setLines(lines === 'whole' ? 'wrapped' : 'whole')}>
              {lines === 'whole' ? words.wrap : words.noWrap}
            </Menu.Item>
            <Menu.Item onClick={() => setScreenReader(screenReader === 'on' ? 'off' : 'on')}>
              {screenReader === 'on' ? words.screenReaderOff : words.screenReaderOn}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </div>
      <div className={styles.screens} data-arrangement={isSplit ? 'split' : 'tabs'}>
        {terminals.map((id) => (
          <TerminalView
            key={id}
            terminal={id}
            tabsId={TABS_ID}
            isShown={isShown && (isSplit || id === current)}
            isCurrent={id === current}
            screenReader={screenReader}
            lines={lines}
            device={device}
            onFocus={() => setActive(id)}
            ref={(handle) => {
              if (handle) handles.current.set(id, handle);
              else handles.current.delete(id);
            }}
          />
        ))}
      </div>
      {device === 'phone' && current !== undefined && <KeyBar terminal={current} />}
      <Footer terminal={current} device={device} />
      {renaming !== undefined && (
        <RenameDialog
          terminal={renaming}
          name={names.nameOf(renaming)}
          onRename={(name) => names.rename(renaming, name === words.name(renaming) ? '' : name)}
          onClose={() => setRenaming(undefined)}
        />
      )}
    </section>
  );
}

function useStored<T extends string>(key: string, defaultValue: T) {
  return useLocalStorage<T>({ key, defaultValue, getInitialValueInEffect: false });
}

/** A terminal that was just opened comes to the front. */
function useNewestTerminal(terminals: readonly number[], show: (terminal: number) => void) {
  const known = useRef(terminals.length);
  useEffect(() => {
    const newest = terminals.at(-1);
    if (known.current > 0 && terminals.length > known.current && newest !== undefined) show(newest);
    known.current = terminals.length;
  }, [terminals, show]);
}

/**
 * Leaving the editor gives the focus back to the terminal that waited for it, before the server has answered:
 * the terminal may go on printing first, and what is typed after that is meant for it.
 */
function useFocusAfterEditing(focus: () => void) {
  const editing = useSittingState((state) => state.editing);
  const leaving = useSittingState((state) => state.leaving);
  const isWaiting = editing?.terminal !== undefined && leaving !== editing;
  const wasWaiting = useRef(false);
  useEffect(() => {
    if (!isWaiting && wasWaiting.current) focus();
    wasWaiting.current = isWaiting;
  });
}

interface ToolProps {
  readonly label: string;
  readonly isOff?: boolean;
  readonly onClick: () => void;
  readonly children: React.ReactNode;
}

function Tool({ label, isOff = false, onClick, children }: ToolProps) {
  return (
    <ActionIcon variant="subtle" color="gray" aria-label={label} title={label} disabled={isOff} onClick={onClick}>
      {children}
    </ActionIcon>
  );
}

/** What the page says of a terminal stands here, never in it; the line is always there, so nothing moves. */
function Footer({ terminal, device }: { readonly terminal: number | undefined; readonly device: 'wide' | 'phone' }) {
  const notes = useSittingState((state) => state.notes);
  const trouble = useSittingState((state) => state.trouble);
  const isPaused = useSittingState((state) => state.view?.paused ?? false);
  const note = trouble ?? (isPaused ? texts.workspace.paused : terminal === undefined ? '' : notes[terminal]);
  if (device === 'phone' && !note) return null;
  return (
    <div className={styles.footer}>
      <Text size="xs" c="dimmed" role="status" truncate>
        {note}
      </Text>
      {device === 'wide' && (
        <Text size="xs" c="dimmed" className={styles.leave}>
          {words.leave}
        </Text>
      )}
    </div>
  );
}
