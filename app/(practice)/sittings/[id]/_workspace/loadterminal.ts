/** The code of a terminal is large and only browsers can run it. */
export const loadTerminal = () => import('./xtermscreen.ts');
