/**
 * The script that stands in the page of a sitting before everything else: it connects, opens the first terminal and
 * gives it the focus while the rest of the page is still loading. The page then takes over the client and the terminal as
 * they are. It is bundled by itself (scripts/build.mjs), and the page has these parts from here alone.
 */
import { texts } from '../../../../_ui/texts.ts';
import type { Lines } from './sideways.ts';
import { createSittingClient, type SittingClient } from './sittingclient.ts';
import { STAGE_ID, TERMINAL_KIT_READY } from './terminalstage.ts';
import type { Screen } from './xtermscreen.ts';

/** In the same file, and run after the first connection is on its way. */
const xterm = () => import('./xtermscreen.ts');

const LONGEST_PASTE = 1_048_576;
const FIRST = 1;

export interface TerminalSettings {
  readonly scheme: 'light' | 'dark';
  readonly screenReader: boolean;
  readonly fontSize: number;
  readonly lines: Lines;
}

/** One terminal of a client on the screen. */
export interface OpenTerminal {
  readonly screen: Screen;
  close(): void;
}

/** A terminal of `client` in `element`; undefined when the element was hidden or gone before its code and font were there. */
async function openTerminal(
  client: SittingClient,
  terminal: number,
  element: HTMLElement,
  settings: TerminalSettings,
): Promise<OpenTerminal | undefined> {
  const { openScreen, readyFont } = await xterm();
  await readyFont();
  if (!element.isConnected || element.offsetWidth === 0) return undefined;
  const screen = openScreen(element, {
    ...settings,
    label: texts.terminal.name(terminal),
    onSize: (columns, rows) => client.tell({ t: 'resize', terminal, columns, rows }),
    onData: (data) => {
      if (data === '\x03') client.tell({ t: 'interrupt', terminal });
      else if (data.length <= LONGEST_PASTE) client.keys(terminal, data);
      else client.note(terminal, texts.terminal.tooLong(data.length / LONGEST_PASTE));
    },
  });
  const detach = client.attach(terminal, screen);
  return {
    screen,
    close() {
      detach();
      screen.dispose();
    },
  };
}

/** What was made before the page was there; it is taken once. */
interface Early {
  readonly sittingId: string;
  readonly client: SittingClient;
  readonly leave: () => void;
}

let early: Early | undefined;
let earlyScreen:
  | { readonly client: SittingClient; readonly terminal: OpenTerminal; readonly onTaken: () => void }
  | undefined;

/** The client of a sitting, connected: the early one, if it is this sitting's. `leave` ends it. */
function takeClient(sittingId: string): Pick<Early, 'client' | 'leave'> {
  const taken = early?.sittingId === sittingId ? early : undefined;
  early = undefined;
  if (taken) return taken;
  const client = createSittingClient(sittingId);
  return { client, leave: client.start() };
}

const INPUT_EVENTS =
  'keydown keypress keyup beforeinput input textInput compositionstart compositionend paste mousedown click';

/**
 * While React takes over the document it stops every input event, at the document, before its target has it; the terminal
 * is no part of what React takes over, so such a key would be lost. Returns how to leave the events alone again.
 */
function keepInput(stage: HTMLElement): () => void {
  const keep = (event: Event) => {
    if (stage.contains(event.target as Node)) event.stopPropagation = () => undefined;
  };
  const names = INPUT_EVENTS.split(' ');
  for (const name of names) window.addEventListener(name, keep, true);
  return () => {
    for (const name of names) window.removeEventListener(name, keep, true);
  };
}

/** The terminal that is on the screen already, if it is this one. */
function takeTerminal(client: SittingClient, terminal: number): OpenTerminal | undefined {
  if (terminal !== FIRST || earlyScreen?.client !== client) return undefined;
  const taken = earlyScreen;
  earlyScreen = undefined;
  taken.onTaken();
  return taken.terminal;
}

/** A setting of this browser, as Mantine stores it. */
function stored(key: string): unknown {
  try {
    return JSON.parse(localStorage.getItem(key) ?? 'null');
  } catch {
    // Storage may be forbidden, and may hold anything: then there is no setting.
    return undefined;
  }
}

/** The panes stand from the first frame where this browser left them, so that nothing moves when the page takes over. */
function placeStage(stage: HTMLElement): void {
  const tool = stored('hoplab.tool');
  const panes = tool ? 'brief:terminals:tools' : 'brief:terminals';
  const layout = stored(`react-resizable-panels:hoplab.workspace:${panes}`) as Partial<Record<string, number>> | null;
  const frame = stage.closest<HTMLElement>('[data-frame]');
  if (!frame) return;
  frame.style.setProperty('--brief', `${layout?.brief ?? (tool ? 20 : 27)}%`);
  if (tool) frame.style.setProperty('--tools', `${layout?.tools ?? 28}%`);
}

/** Later than this the page goes on whether or not the prompt is there. */
const PATIENCE_MS = 1_000;

/** Resolves when the first terminal will not be shown by itself: the sitting cannot be opened, or that terminal was closed. */
function noPrompt(client: SittingClient): Promise<void> {
  return new Promise((resolve) => {
    const unsubscribe = client.subscribe(() => {
      const { failure, terminals } = client.state();
      if (!failure && (terminals.length === 0 || terminals.includes(FIRST))) return;
      unsubscribe();
      resolve();
    });
  });
}

/** Opens the first terminal where the server left a place for it; resolves when its text is on the screen. */
async function showPrompt(client: SittingClient, stage: HTMLElement): Promise<void> {
  placeStage(stage);
  const terminal = await openTerminal(client, FIRST, stage, {
    scheme: document.documentElement.dataset.mantineColorScheme === 'dark' ? 'dark' : 'light',
    screenReader: stored('hoplab.screenreader') === 'on',
    fontSize: 13,
    lines: stored('hoplab.lines') === 'whole' ? 'whole' : 'wrapped',
  });
  // None when the page was quicker.
  if (!terminal) return;
  earlyScreen = { client, terminal, onTaken: keepInput(stage) };
  terminal.screen.focus();
  await terminal.screen.drawn;
}

/**
 * Resolves when a person sees what there is to see first. The page renders its panes after that: its work and the terminal's
 * share one thread, and the prompt is what a person waits for.
 */
async function openEarly(sittingId: string): Promise<void> {
  const client = createSittingClient(sittingId);
  early = { sittingId, client, leave: client.start() };
  const stage = document.getElementById(STAGE_ID);
  // A phone shows the brief first.
  if (!stage || stage.offsetWidth === 0) return;
  const patience = new Promise<void>((resolve) => setTimeout(resolve, PATIENCE_MS));
  await Promise.race([showPrompt(client, stage), noPrompt(client), patience]);
}

const sittingId = document.currentScript?.dataset.sitting;
const shown = sittingId ? openEarly(sittingId) : Promise.resolve();
void shown.finally(() => window.hoplabStart?.goOn());

const kit = { takeClient, takeTerminal, openTerminal, whenShown: () => shown };
export type TerminalKit = typeof kit;

window.hoplabTerminal = kit;
window.dispatchEvent(new Event(TERMINAL_KIT_READY));
