/** How the page finds what `terminalentry.ts` made: large code that only browsers run and that must not wait for the page. */
import type { TerminalKit } from './terminalentry.ts';
import { TERMINAL_KIT_READY } from './terminalstage.ts';

declare global {
  interface Window {
    hoplabTerminal?: TerminalKit;
  }
}

export async function loadTerminalKit(): Promise<TerminalKit> {
  if (!window.hoplabTerminal) {
    await new Promise((resolve) => window.addEventListener(TERMINAL_KIT_READY, resolve, { once: true }));
  }
  return getTerminalKit();
}

/** The kit, once a client of it exists. */
export function getTerminalKit(): TerminalKit {
  if (!window.hoplabTerminal) throw new Error('The script of the terminal did not run.');
  return window.hoplabTerminal;
}
