'use client';

import { Tabs } from '@mantine/core';
import { type ReactNode, useEffect, useState } from 'react';
import type { SittingAnswer } from '../../../../../lib/sitting/wire.ts';
import { BriefIcon, FileIcon, PacketIcon, TasksIcon, TerminalIcon } from '../../../../_ui/icons.tsx';
import { texts } from '../../../../_ui/texts.ts';
import { BriefPane } from './briefpane.tsx';
import { CheckBar } from './checkbar.tsx';
import { FilesPane } from './filespane.tsx';
import { PacketPane } from './packetpane.tsx';
import { useSittingState } from './sittingcontext.tsx';
import { TasksPane } from './taskspane.tsx';
import { TerminalPane } from './terminalpane.tsx';
import styles from './workspace.module.css';

const words = texts.workspace;

type Pane = 'brief' | 'terminal' | 'files' | 'packet' | 'tasks';

const PANES: readonly { readonly pane: Pane; readonly icon: ReactNode }[] = [
  { pane: 'brief', icon: <BriefIcon /> },
  { pane: 'terminal', icon: <TerminalIcon /> },
  { pane: 'files', icon: <FileIcon /> },
  { pane: 'packet', icon: <PacketIcon /> },
  { pane: 'tasks', icon: <TasksIcon /> },
];

const TABS = {
  root: styles.phone ?? '',
  panel: styles.phonePane ?? '',
  list: styles.bottomBar ?? '',
  tab: styles.bottomTab ?? '',
};

/** One pane at a time, chosen in the bar at the bottom; the terminal stays where it is while another is shown. */
export function PhoneLayout({ sitting }: { readonly sitting: SittingAnswer }) {
  const [pane, setPane] = useState<Pane>('brief');
  const panes = PANES.filter(({ pane: name }) => name !== 'packet' || sitting.canTrace);
  const editing = useSittingState((state) => state.editing);
  useEffect(() => {
    if (editing) setPane('files');
    else setPane((last) => (last === 'files' ? 'terminal' : last));
  }, [editing]);
  return (
    <main id="content" className={styles.phoneMain}>
      <Tabs
        value={pane}
        onChange={(next) => setPane(next as Pane)}
        inverted
        keepMountedMode="display-none"
        classNames={TABS}
      >
        <Tabs.Panel value="brief">
          <div className={styles.scroll}>
            <BriefPane sitting={sitting} />
          </div>
        </Tabs.Panel>
        <Tabs.Panel value="terminal">
          <TerminalPane isShown={pane === 'terminal'} device="phone" />
        </Tabs.Panel>
        <Tabs.Panel value="files">
          <FilesPane />
        </Tabs.Panel>
        {sitting.canTrace && (
          <Tabs.Panel value="packet">
            <PacketPane />
          </Tabs.Panel>
        )}
        <Tabs.Panel value="tasks">
          <div className={styles.scroll}>
            <TasksPane />
          </div>
          <CheckBar />
        </Tabs.Panel>
        <Tabs.List grow aria-label={words.panes}>
          {panes.map(({ pane: name, icon }) => (
            <Tabs.Tab key={name} value={name} leftSection={icon}>
              {words[name]}
            </Tabs.Tab>
          ))}
        </Tabs.List>
      </Tabs>
    </main>
  );
}
