'use client';

import { useCallback, useEffect, useRef, useState } from 'react';
import { type PanelSize, usePanelRef } from 'react-resizable-panels';
import type { Tool } from './opentool.ts';

interface Tools {
  readonly tool: Tool | undefined;
  readonly setTool: (tool: Tool | undefined) => void;
}

/** How the bar of the terminals offers what F8 does; absent where the terminals are alone anyway. */
export interface Aloneness {
  readonly isAlone: boolean;
  toggle(): void;
}

/**
 * F8 folds brief and tool away, so that wide tables fit, and brings both back as they were. What is folded holds no focus:
 * it goes to the terminal.
 */
export function useAlone({ tool, setTool }: Tools) {
  const brief = usePanelRef();
  const [isBriefShown, setBriefShown] = useState(true);
  const lastTool = useRef<Tool>(undefined);
  const isFolding = useRef(false);
  const isAlone = !isBriefShown && tool === undefined;

  const toggle = useCallback(() => {
    if (isAlone) {
      brief.current?.expand();
      setTool(lastTool.current);
      return;
    }
    lastTool.current = tool;
    setTool(undefined);
    isFolding.current = tool !== undefined;
    if (tool === undefined) brief.current?.collapse();
    document.querySelector<HTMLElement>('[data-current="true"] .xterm textarea')?.focus();
  }, [brief, isAlone, tool, setTool]);

  useEffect(() => {
    if (tool !== undefined || !isFolding.current) return;
    isFolding.current = false;
    // The group has to know first that one pane is gone: it keeps a layout for each set of panes.
    const frame = requestAnimationFrame(() => brief.current?.collapse());
    return () => cancelAnimationFrame(frame);
  }, [brief, tool]);

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'F8' || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      event.stopPropagation();
      toggle();
    };
    window.addEventListener('keydown', onKey, { capture: true });
    return () => window.removeEventListener('keydown', onKey, { capture: true });
  }, [toggle]);

  const onBriefResize = useCallback((size: PanelSize) => setBriefShown(size.inPixels > 0), []);
  return { brief, isBriefShown, onBriefResize, alone: { isAlone, toggle } satisfies Aloneness };
}
