/** Ctrl-R: incremental search backwards through the history. Models: readline 8.2, reverse-search-history. */

export class HistorySearch {
  readonly #history: readonly string[];
  query = '';
  /** Index of the match; the length of the history while there is none. */
  at: number;
  #failed = false;

  constructor(history: readonly string[]) {
    this.#history = history;
    this.at = history.length;
  }

  get prompt(): string {
    return `(${this.#failed ? 'failed ' : ''}reverse-i-search)\`${this.query}': `;
  }

  /** The matching line and where in it the query stands; undefined when nothing (older) matches. */
  find(query: string, step: 'same' | 'older' | 'afresh'): { line: string; at: number } | undefined {
    this.query = query;
    const from =
      step === 'afresh'
        ? this.#history.length - 1
        : Math.min(this.at, this.#history.length) - (step === 'older' ? 1 : 0);
    for (let index = Math.min(from, this.#history.length - 1); index >= 0; index--) {
      const line = this.#history[index] as string;
      if (!line.includes(query)) continue;
      this.at = index;
      this.#failed = false;
      return { line, at: line.lastIndexOf(query) };
    }
    this.#failed = true;
    return undefined;
  }
}
