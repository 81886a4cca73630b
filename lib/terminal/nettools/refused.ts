import type { Tool } from '../tool.ts';

/** Programs that the real place has and this one has not: they are refused by name, never "not found". */
export function refusedTools(names: readonly string[]): readonly Tool[] {
  return names.map((name) => ({
    name,
    run: async (_, io) => {
      io.err(`${name}: not modelled\n`);
      return 1;
    },
  }));
}
