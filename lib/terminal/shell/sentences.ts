/** Sentences of just-bash that differ from those of bash and the GNU tools, and what they say at work. */
const SENTENCES: readonly (readonly [RegExp, string])[] = [
  [/^bash: shift: shift count out of range\n/gm, ''],
  [/^ls: (?!cannot)(.+): No such file or directory$/gm, "ls: cannot access '$1': No such file or directory"],
  // Marks of streams, which `set -x` shows.
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the mark is one.
  [/ ?\u0001\w*/g, ''],
  [/^bash: (\S+): command not available in browser environments.*$/gm, 'bash: $1: command not found'],
];

/** The text as bash would have put it. */
export function shellSentences(stderr: string): string {
  if (stderr === '') return stderr;
  return SENTENCES.reduce((text, [pattern, sentence]) => text.replace(pattern, sentence), stderr);
}
