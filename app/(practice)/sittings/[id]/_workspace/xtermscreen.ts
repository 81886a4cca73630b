import { ClipboardAddon } from '@xterm/addon-clipboard';
import { FitAddon } from '@xterm/addon-fit';
import { SearchAddon } from '@xterm/addon-search';
import { UnicodeGraphemesAddon } from '@xterm/addon-unicode-graphemes';
import { WebLinksAddon } from '@xterm/addon-web-links';
import { Terminal } from '@xterm/xterm';
import { createSideways, type Lines } from './sideways.ts';
import type { TextSink } from './terminalfeed.ts';
import { XTERM_THEMES } from './xtermtheme.ts';

type Scheme = 'light' | 'dark';

export interface ScreenOptions {
  readonly label: string;
  readonly scheme: Scheme;
  readonly fontSize: number;
  readonly screenReader: boolean;
  readonly lines: Lines;
  onData(data: string): void;
  onSize(columns: number, rows: number): void;
}

export interface Screen extends TextSink {
  /** Resolves when the first text is on the screen. */
  readonly drawn: Promise<void>;
  /** Takes the terminal, as it is, into another element. */
  moveTo(element: HTMLElement): void;
  focus(): void;
  /** Fits the grid to the element; nothing while it is hidden. */
  fit(): void;
  size(): { readonly columns: number; readonly rows: number };
  setScheme(scheme: Scheme): void;
  setScreenReader(isOn: boolean): void;
  setLines(lines: Lines): void;
  /** Who opens the search when its keys are pressed. */
  onSearch(open: () => void): void;
  find(text: string, direction: 'next' | 'previous' | 'typing'): void;
  onMatches(listener: (index: number, count: number) => void): void;
  endSearch(): void;
  copySelection(): Promise<void>;
  pasteClipboard(): Promise<void>;
  dispose(): void;
}

const FONT = "'JetBrains Mono Variable', ui-monospace, monospace";
/** A grid measured before its font is there has wrong cells; later than this it opens with what there is. */
const FONT_PATIENCE_MS = 400;

/** Waits for the terminal's font, not for long. */
export async function readyFont(): Promise<void> {
  const patience = new Promise((resolve) => setTimeout(resolve, FONT_PATIENCE_MS));
  await Promise.race([document.fonts.load(`13px 'JetBrains Mono Variable'`), patience]);
}

/** Opens one terminal in `element`. */
export function openScreen(element: HTMLElement, options: ScreenOptions): Screen {
  const terminal = createTerminal(options);
  const fitting = new FitAddon();
  const search = new SearchAddon();
  for (const addon of [fitting, search, new WebLinksAddon(), new ClipboardAddon(), new UnicodeGraphemesAddon()]) {
    terminal.loadAddon(addon);
  }
  terminal.open(element);
  terminal.textarea?.setAttribute('aria-label', options.label);
  let openSearch = () => {};
  terminal.attachCustomKeyEventHandler((event) =>
    takeKey(event, terminal, { openSearch: () => openSearch(), scroll: (by) => sideways.scroll(by) }),
  );
  terminal.onData(options.onData);
  terminal.onResize(({ cols, rows }) => options.onSize(cols, rows));
  const sideways = createSideways(terminal, options.lines);
  const fitGrid = () => {
    const around = terminal.element?.parentElement;
    if (!around || around.offsetWidth === 0 || around.offsetHeight === 0) return;
    sideways.prepare(around);
    const fits = fitting.proposeDimensions();
    if (fits) terminal.resize(sideways.columns(fits.cols), fits.rows);
  };
  fitGrid();
  let isWritten = false;
  let hasText = false;
  const write = (text: string) => {
    isWritten = true;
    terminal.write(text, () => {
      hasText ||= text !== '';
    });
  };
  const drawn = new Promise<void>((resolve) => {
    // Rows are rendered in a frame; the task after it finds them painted.
    terminal.onRender(() => hasText && setTimeout(resolve));
  });
  return {
    drawn,
    moveTo: (to) => {
      if (terminal.element) to.append(terminal.element);
      fitGrid();
    },
    focus: () => terminal.focus(),
    fit: fitGrid,
    size: () => ({ columns: terminal.cols, rows: terminal.rows }),
    setScheme: (scheme) => {
      terminal.options.theme = XTERM_THEMES[scheme];
    },
    setScreenReader: (isOn) => {
      terminal.options.screenReaderMode = isOn;
    },
    setLines: (lines) => {
      sideways.lines = lines;
      fitGrid();
    },
    onSearch: (open) => {
      openSearch = open;
    },
    replace: (text) => {
      // A reset lays everything out again, which the first text need not wait for.
      if (isWritten) terminal.reset();
      write(text);
    },
    write,
    ...searching(search),
    copySelection: () => copy(terminal),
    pasteClipboard: async () => terminal.paste(await navigator.clipboard.readText()),
    dispose: () => terminal.dispose(),
  };
}

function createTerminal(options: ScreenOptions): Terminal {
  return new Terminal({
    allowProposedApi: true,
    convertEol: true,
    cursorBlink: false,
    fontFamily: FONT,
    fontSize: options.fontSize,
    lineHeight: 1.2,
    minimumContrastRatio: 4.5,
    screenReaderMode: options.screenReader,
    scrollback: 10_000,
    theme: XTERM_THEMES[options.scheme],
  });
}

const DECORATIONS = {
  matchBackground: '#7a6a2f',
  matchOverviewRuler: '#d9a93f',
  activeMatchBackground: '#0f666b',
  activeMatchColorOverviewRuler: '#6cc5c9',
};

function searching(search: SearchAddon): Pick<Screen, 'find' | 'onMatches' | 'endSearch'> {
  return {
    find: (text, direction) => {
      if (direction === 'previous') search.findPrevious(text, { decorations: DECORATIONS });
      else search.findNext(text, { decorations: DECORATIONS, incremental: direction === 'typing' });
    },
    onMatches: (listener) => {
      search.onDidChangeResults(({ resultIndex, resultCount }) => listener(resultIndex, resultCount));
    },
    endSearch: () => search.clearDecorations(),
  };
}

async function copy(terminal: Terminal): Promise<void> {
  const text = terminal.getSelection();
  if (text !== '') await navigator.clipboard.writeText(text);
}

/** What keys of the page do. */
interface KeyDeeds {
  openSearch(): void;
  /** Whether there is anything to scroll. */
  scroll(by: 'left' | 'right'): boolean;
}

/** False keeps a key from the shell: copy, paste, search and sideways; everything else is the shell's. */
function takeKey(event: KeyboardEvent, terminal: Terminal, deeds: KeyDeeds): boolean {
  if (event.type !== 'keydown' || !event.ctrlKey || event.altKey || event.metaKey) return true;
  const key = event.key.toLowerCase();
  // The browser pastes into the terminal's own text field by itself.
  if (key === 'v') return false;
  if (!event.shiftKey) return true;
  if (key === 'c') {
    event.preventDefault();
    void copy(terminal);
    return false;
  }
  if (key === 'f') {
    event.preventDefault();
    deeds.openSearch();
    return false;
  }
  if (key !== 'arrowleft' && key !== 'arrowright') return true;
  if (!deeds.scroll(key === 'arrowleft' ? 'left' : 'right')) return true;
  // The terminal's own text field would bring its caret back into view.
  event.preventDefault();
  return false;
}
