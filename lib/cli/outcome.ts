/** How a verb of the command line ends. The numbers are a public interface. */
export const EXIT = { ok: 0, notFullMarks: 1, usage: 2, notModelled: 3 } as const;

/** The words of the call are off; printed on standard error, exit 2. */
export class UsageError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'UsageError';
  }
}

export interface CliIo {
  out(text: string): void;
  err(text: string): void;
  readonly labRoots: readonly string[];
}

/** One verb: its words, its help, what it does. */
export interface Verb {
  readonly words: string;
  readonly usage: string;
  readonly says: string;
  run(args: readonly string[], io: CliIo): Promise<number>;
}
