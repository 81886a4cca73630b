/** Where a terminal's text goes: the xterm of one view. */
export interface TextSink {
  replace(text: string): void;
  write(text: string): void;
}

/** The text of every terminal, so that a view that opens late, or again, shows all of it. */
export interface TerminalFeed {
  /** The whole scrollback as the server has it now; only what is new is written when it goes on from what is shown. */
  replace(terminal: number, scrollback: string): void;
  /** All there are; the text of others, which were closed, is let go. */
  replaceAll(terminals: readonly { readonly id: number; readonly scrollback: string }[]): void;
  write(terminal: number, text: string): void;
  /** Shows what there is and then what comes; returns how to stop. */
  attach(terminal: number, sink: TextSink): () => void;
}

/** Characters kept for each terminal; the server keeps the rest. */
const KEPT = 1_000_000;

export function createTerminalFeed(): TerminalFeed {
  const texts = new Map<number, string>();
  const sinks = new Map<number, Set<TextSink>>();
  const sinksOf = (terminal: number) => {
    const known = sinks.get(terminal) ?? new Set<TextSink>();
    sinks.set(terminal, known);
    return known;
  };
  const write = (terminal: number, text: string) => {
    texts.set(terminal, ((texts.get(terminal) ?? '') + text).slice(-KEPT));
    for (const sink of sinksOf(terminal)) sink.write(text);
  };
  const replace = (terminal: number, scrollback: string) => {
    const shown = texts.get(terminal) ?? '';
    if (scrollback === shown) return;
    if (shown !== '' && scrollback.startsWith(shown)) {
      write(terminal, scrollback.slice(shown.length));
      return;
    }
    texts.set(terminal, scrollback);
    for (const sink of sinksOf(terminal)) sink.replace(scrollback);
  };
  return {
    write,
    replace,
    replaceAll(terminals) {
      const ids = new Set(terminals.map(({ id }) => id));
      for (const id of texts.keys()) if (!ids.has(id)) texts.delete(id);
      for (const { id, scrollback } of terminals) replace(id, scrollback);
    },
    attach(terminal, sink) {
      sinksOf(terminal).add(sink);
      const shown = texts.get(terminal);
      if (shown) sink.replace(shown);
      return () => void sinksOf(terminal).delete(sink);
    },
  };
}
