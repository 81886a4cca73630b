import { useLocalStorage } from '@mantine/hooks';
import { texts } from '../../../../_ui/texts.ts';
import { useSitting } from './sittingcontext.tsx';

export const LONGEST_NAME = 24;

/** Names that this person gave to terminals of this sitting; other tabs of the browser follow. */
export function useTerminalNames() {
  const { sittingId } = useSitting();
  const [names, setNames] = useLocalStorage<Readonly<Record<string, string>>>({
    key: `hoplab.terminalnames.${sittingId}`,
    defaultValue: {},
    getInitialValueInEffect: false,
  });
  const given = (id: number): string | undefined => names[id];
  /** Without a name it is called by its number again. */
  const rename = (id: number, name: string) => {
    const { [id]: _, ...others } = names;
    const trimmed = name.trim().slice(0, LONGEST_NAME);
    setNames(trimmed ? { ...others, [id]: trimmed } : others);
  };
  return { given, nameOf: (id: number) => names[id] ?? texts.terminal.name(id), rename };
}
