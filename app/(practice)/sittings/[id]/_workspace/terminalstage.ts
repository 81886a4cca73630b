/** Where the first terminal opens before the page is there. */
export const STAGE_ID = 'first-terminal';
/** The event that says that `window.hoplabTerminal` is set. */
export const TERMINAL_KIT_READY = 'hoplab-terminal';
