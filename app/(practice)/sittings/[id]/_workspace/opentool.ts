'use client';

import { useLocalStorage } from '@mantine/hooks';
import { useEffect } from 'react';
import { useSittingState } from './sittingcontext.tsx';

export type Tool = 'files' | 'packet';

/** Which tool stands open beside the terminals, remembered in this browser; a file that opens brings the files up. */
export function useOpenTool() {
  const [stored, setStored] = useLocalStorage<Tool | ''>({
    key: 'hoplab.tool',
    defaultValue: '',
    getInitialValueInEffect: false,
  });
  const editing = useSittingState((state) => state.editing);
  useEffect(() => {
    if (editing) setStored('files');
  }, [editing, setStored]);
  return { tool: stored === '' ? undefined : stored, setTool: (tool: Tool | undefined) => setStored(tool ?? '') };
}
