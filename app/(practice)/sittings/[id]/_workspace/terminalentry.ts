/**
 * The script that stands in the page of a sitting before everything else: it connects, opens the first terminal and
 * gives it the focus while the rest of the page is still loading. The page then takes over the client and the terminal as
 * they are. It is bundled by itself (scripts/build.mjs), and the page has these parts from here alone.
 */
import { texts } from '../../../../_ui/texts.ts';
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
let earlyScreen: { readonly client: SittingClient; readonly terminal: OpenTerminal } | undefined;

/** The client of a sitting, connected: the early one, if it is this sitting's. `leave` ends it. */
function takeClient(sittingId: string): Pick<Early, 'client' | 'leave'> {
  const taken = early?.sittingId === sittingId ? early : undefined;
  early = undefined;
  if (taken) return taken;
  const client = createSittingClient(sittingId);
  return { client, leave: client.start() };
}

/** The terminal that is on the screen already, if it is this one. */
function takeTerminal(client: SittingClient, terminal: number): OpenTerminal | undefined {
  if (terminal !== FIRST || earlyScreen?.client !== client) return undefined;
  const taken = earlyScreen.terminal;
  earlyScreen = undefined;
  return taken;
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
  frame.style.setProperty('--brief', `${layout?.brief ?? 27}%`);
  if (tool) frame.style.setProperty('--tools', `${layout?.tools ?? 30}%`);
}

/** Later than this the page goes on whether or not the prompt is there. */
const PATIENCE_MS = 1_000;

/**
 * Resolves when the first text is on the screen. The page renders its panes after that: its work and the terminal's share
 * one thread, and the prompt is what a person waits for.
 */
function promptShown(client: SittingClient): Promise<void> {
  return new Promise((resolve) => {
    const detach = client.attach(FIRST, { replace: () => onText(), write: () => onText() });
    const unsubscribe = client.subscribe(() => {
      const { failure, terminals } = client.state();
      // The first may have been closed.
      if (failure || (terminals.length > 0 && !terminals.includes(FIRST))) end();
    });
    const timer = setTimeout(() => end(), PATIENCE_MS);
    const end = () => {
      clearTimeout(timer);
      unsubscribe();
      detach();
      resolve();
    };
    // xterm draws in the frame after the text came.
    const onText = () => requestAnimationFrame(() => setTimeout(end));
  });
}

let shown: Promise<void> = Promise.resolve();

async function openEarly(sittingId: string): Promise<void> {
  const client = createSittingClient(sittingId);
  early = { sittingId, client, leave: client.start() };
  const stage = document.getElementById(STAGE_ID);
  if (!stage || stage.offsetWidth === 0) return;
  shown = promptShown(client);
  placeStage(stage);
  const terminal = await openTerminal(client, FIRST, stage, {
    scheme: document.documentElement.dataset.mantineColorScheme === 'dark' ? 'dark' : 'light',
    screenReader: stored('hoplab.screenreader') === 'on',
    fontSize: 13,
  });
  // None when the page was quicker, or shows the brief first, as on a phone.
  if (!terminal) return;
  earlyScreen = { client, terminal };
  terminal.screen.focus();
}

const kit = { takeClient, takeTerminal, openTerminal, whenShown: () => shown };
export type TerminalKit = typeof kit;

window.hoplabTerminal = kit;
window.dispatchEvent(new Event(TERMINAL_KIT_READY));
const sittingId = document.currentScript?.dataset.sitting;
if (sittingId) void openEarly(sittingId);
