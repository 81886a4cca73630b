'use client';

import { useDisclosure, useHotkeys } from '@mantine/hooks';
import { useEffect } from 'react';

/** Marks an element as a pane for F6; its first focusable element gets the focus, or the one marked as its entry. */
export const PANE = { 'data-pane': '' } as const;
export const PANE_ENTRY = { 'data-pane-entry': '' } as const;

const FOCUSABLE = 'a[href], button:not([disabled]), input, textarea, select, [tabindex]:not([tabindex="-1"])';

/** F6 and Shift-F6 go round the panes, also out of the terminal and the editor; `?` shows the list when nobody types. */
export function usePaneKeys() {
  const [isHelpOpen, help] = useDisclosure(false);
  useHotkeys([
    ['shift+?', help.open],
    ['?', help.open],
  ]);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'F6' || event.ctrlKey || event.altKey || event.metaKey) return;
      event.preventDefault();
      event.stopPropagation();
      focusPane(event.shiftKey ? -1 : 1);
    };
    window.addEventListener('keydown', onKey, { capture: true });
    return () => window.removeEventListener('keydown', onKey, { capture: true });
  }, []);
  return { isHelpOpen, openHelp: help.open, closeHelp: help.close };
}

function focusPane(direction: 1 | -1): void {
  const panes = [...document.querySelectorAll<HTMLElement>('[data-pane]')].filter((pane) => pane.offsetParent !== null);
  const current = panes.findIndex((pane) => pane.contains(document.activeElement));
  const next = panes[(current + direction + panes.length) % panes.length];
  const entry = next?.querySelector<HTMLElement>('[data-pane-entry] textarea, [data-pane-entry] .cm-content');
  (entry ?? next?.querySelector<HTMLElement>(FOCUSABLE))?.focus();
}
