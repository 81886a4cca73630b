'use client';

import { useCallback, useRef } from 'react';
import { Group, Panel, Separator, useDefaultLayout } from 'react-resizable-panels';
import type { SittingAnswer } from '../../../../../lib/sitting/wire.ts';
import { texts } from '../../../../_ui/texts.ts';
import { useAlone } from './alonekey.ts';
import { BriefPane } from './briefpane.tsx';
import { CheckBar } from './checkbar.tsx';
import { useOpenTool } from './opentool.ts';
import { PANE } from './panekeys.ts';
import { useSittingState } from './sittingcontext.tsx';
import { TasksPane } from './taskspane.tsx';
import { TerminalPane } from './terminalpane.tsx';
import { ToolRail, ToolsPane } from './toolspane.tsx';
import styles from './workspace.module.css';

const words = texts.workspace;

/** The terminal keeps half of a common screen, so that few tables wrap. */
const BESIDE_TOOL = { brief: '20%', tools: '28%', editor: '38%' };

/** Brief and tasks, terminals, tools: side by side, with widths that this browser remembers; Enter on its separator folds the brief away. */
export function WideLayout({ sitting }: { readonly sitting: SittingAnswer }) {
  const { tool, setTool } = useOpenTool();
  const { brief, isBriefShown, onBriefResize, alone } = useAlone({ tool, setTool });
  // An open file needs more room than a list or a form, and has widths of its own.
  const isEditing = useSittingState((state) => state.editing !== undefined);
  const beside = tool === 'files' && isEditing ? 'editor' : 'tools';
  const panelIds = tool ? ['brief', 'terminals', beside] : ['brief', 'terminals'];
  const layout = useDefaultLayout({ id: 'hoplab.workspace', panelIds, storage: localStorage });
  const tasks = useRef<HTMLDivElement>(null);
  // After the cards that the check opened have their height.
  const showTasks = useCallback(() => {
    requestAnimationFrame(() => requestAnimationFrame(() => tasks.current?.scrollIntoView({ block: 'start' })));
  }, []);
  return (
    <main id="content" className={styles.wide}>
      <Group
        className={styles.group ?? ''}
        defaultLayout={layout.defaultLayout}
        // A folded brief is not remembered: the next lab opens with what it asks.
        onLayoutChanged={(next, ...more) => next.brief !== 0 && layout.onLayoutChanged(next, ...more)}
      >
        <Panel
          id="brief"
          panelRef={brief}
          onResize={onBriefResize}
          minSize={260}
          defaultSize={tool ? BESIDE_TOOL.brief : '27%'}
          collapsible
          collapsedSize={0}
        >
          <section
            className={styles.side}
            hidden={!isBriefShown}
            {...PANE}
            aria-label={`${words.brief}, ${words.tasks.toLowerCase()}`}
          >
            <div className={styles.scroll}>
              <BriefPane sitting={sitting} />
              <div ref={tasks} className={styles.tasks}>
                <TasksPane />
              </div>
            </div>
            <CheckBar onChecked={showTasks} />
          </section>
        </Panel>
        <Separator className={styles.separator ?? ''} aria-label={words.resizeBrief} />
        <Panel id="terminals" minSize={320}>
          <TerminalPane alone={alone} />
        </Panel>
        {tool && <Separator className={styles.separator ?? ''} aria-label={words.resizeTools} />}
        {tool && (
          <Panel key={beside} id={beside} minSize={280} defaultSize={BESIDE_TOOL[beside]}>
            <ToolsPane tool={tool} />
          </Panel>
        )}
      </Group>
      <ToolRail tool={tool} onChoose={setTool} canTrace={sitting.canTrace} />
    </main>
  );
}
