import type { Terminal } from '@xterm/xterm';

/** Wrapped at the pane's edge, or whole on a grid that scrolls sideways. */
export type Lines = 'wrapped' | 'whole';

/** The widest table that kubectl prints of these clusters, `get nodes -o wide`, has fewer. */
const WHOLE_COLUMNS = 200;

/** A grid that may be wider than its pane: how wide it is, and how it scrolls. */
export interface Sideways {
  lines: Lines;
  /** Before each measuring: the pane scrolls or does not. */
  prepare(pane: HTMLElement): void;
  columns(fitting: number): number;
  /** By half a pane; false when the pane does not scroll. */
  scroll(by: 'left' | 'right'): boolean;
}

export function createSideways(terminal: Terminal, first: Lines): Sideways {
  const pane = () => terminal.element?.parentElement;
  // Who looks at the end of a table is not pulled away by what is printed; who types sees what they type.
  let isTyping = false;
  const look = () => {
    isTyping = false;
  };
  terminal.onKey(() => {
    isTyping = true;
  });
  terminal.onCursorMove(() => {
    const around = pane();
    if (isTyping && around) showCursor(terminal, around);
  });
  const sideways: Sideways = {
    lines: first,
    prepare: (around) => {
      around.dataset.lines = sideways.lines;
      around.onwheel = look;
      around.ontouchmove = look;
    },
    columns: (fitting) => (sideways.lines === 'whole' ? Math.max(fitting, WHOLE_COLUMNS) : fitting),
    scroll: (by) => {
      const around = pane();
      if (!around || around.scrollWidth <= around.clientWidth) return false;
      look();
      around.scrollLeft += ((by === 'left' ? -1 : 1) * around.clientWidth) / 2;
      return true;
    },
  };
  return sideways;
}

function showCursor(terminal: Terminal, pane: HTMLElement): void {
  const screen = terminal.element?.querySelector('.xterm-screen');
  if (!screen) return;
  const cell = screen.clientWidth / terminal.cols;
  const at = terminal.buffer.active.cursorX * cell;
  const margin = 2 * cell;
  if (at < pane.scrollLeft || at + margin > pane.scrollLeft + pane.clientWidth) {
    pane.scrollLeft = at + margin < pane.clientWidth ? 0 : at - pane.clientWidth / 2;
  }
}
