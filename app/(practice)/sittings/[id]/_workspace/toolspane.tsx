import { UnstyledButton } from '@mantine/core';
import { FileIcon, PacketIcon } from '../../../../_ui/icons.tsx';
import { texts } from '../../../../_ui/texts.ts';
import { FilesPane } from './filespane.tsx';
import type { Tool } from './opentool.ts';
import { PacketPane } from './packetpane.tsx';
import { PANE } from './panekeys.ts';
import styles from './workspace.module.css';

const words = texts.workspace;

export function ToolsPane({ tool }: { readonly tool: Tool }) {
  return (
    <section className={styles.side} {...PANE} aria-label={words[tool]}>
      {tool === 'files' ? <FilesPane /> : <PacketPane />}
    </section>
  );
}

interface ToolRailProps {
  readonly tool: Tool | undefined;
  readonly onChoose: (tool: Tool | undefined) => void;
  readonly canTrace: boolean;
}

/** The narrow bar at the right edge that opens and closes the tools. */
export function ToolRail({ tool, onChoose, canTrace }: ToolRailProps) {
  const tools: readonly Tool[] = canTrace ? ['files', 'packet'] : ['files'];
  return (
    <nav className={styles.rail} {...PANE} aria-label={words.tools}>
      {tools.map((name) => (
        <UnstyledButton
          key={name}
          className={styles.railButton ?? ''}
          aria-pressed={tool === name}
          title={tool === name ? words.hideTools(words[name]) : words.showTools(words[name])}
          onClick={() => onChoose(tool === name ? undefined : name)}
        >
          {name === 'files' ? <FileIcon /> : <PacketIcon />}
          {words[name]}
        </UnstyledButton>
      ))}
    </nav>
  );
}
