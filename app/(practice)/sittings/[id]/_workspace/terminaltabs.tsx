import { Tabs } from '@mantine/core';
import { CrossIcon } from '../../../../_ui/icons.tsx';
import { texts } from '../../../../_ui/texts.ts';
import styles from './terminal.module.css';

const words = texts.terminal;
/** With more tabs than this each has its number alone, so that all stay in view. */
const MOST_NAMED = 3;
const MIDDLE_BUTTON = 1;

interface TerminalTabsProps {
  readonly id: string;
  readonly terminals: readonly number[];
  readonly current: number | undefined;
  readonly device: 'wide' | 'phone';
  readonly given: (terminal: number) => string | undefined;
  readonly onShow: (terminal: number) => void;
  readonly onRename: (terminal: number) => void;
  readonly onClose: (terminal: number) => void;
}

/**
 * The tabs of the terminals. A tab may hold no other control, so its cross is for the mouse alone; the keyboard closes
 * with Delete and renames with F2, and the menu beside the tabs has both for everybody.
 */
export function TerminalTabs(props: TerminalTabsProps) {
  const { id: tabsId, terminals, current, device, given, onShow, onRename, onClose } = props;
  const isShort = device === 'phone' || terminals.length > MOST_NAMED;
  const canClose = terminals.length > 1;
  const onKeyDown = (id: number) => (event: React.KeyboardEvent) => {
    if (event.key === 'F2') onRename(id);
    else if (event.key === 'Delete' && canClose) onClose(id);
    else return;
    event.preventDefault();
  };
  const cross = (id: number) => (
    <span
      className={styles.cross}
      aria-hidden="true"
      title={words.close(words.name(id))}
      onClick={(event) => {
        event.stopPropagation();
        onClose(id);
      }}
    >
      <CrossIcon />
    </span>
  );
  return (
    <Tabs
      id={tabsId}
      value={String(current)}
      onChange={(value) => onShow(Number(value))}
      activateTabWithKeyboard
      className={styles.tabs ?? ''}
    >
      <Tabs.List aria-label={words.tabs}>
        {terminals.map((id) => (
          <Tabs.Tab
            key={id}
            value={String(id)}
            className={styles.tab ?? ''}
            aria-label={given(id) ?? words.name(id)}
            onKeyDown={onKeyDown(id)}
            onDoubleClick={() => onRename(id)}
            onAuxClick={(event) => event.button === MIDDLE_BUTTON && canClose && onClose(id)}
            rightSection={canClose && device === 'wide' ? cross(id) : undefined}
          >
            {given(id) ?? (isShort ? id : words.name(id))}
          </Tabs.Tab>
        ))}
      </Tabs.List>
    </Tabs>
  );
}
