/** Sentences of just-bash that differ from those of bash and the GNU tools, and what they say at work. */
const SENTENCES: readonly (readonly [RegExp, string])[] = [
  [/^bash: shift: shift count out of range\n/gm, ''],
  [/^ls: (?!cannot)(.+): No such file or directory$/gm, "ls: cannot access '$1': No such file or directory"],
  // Marks of streams, which `set -x` shows.
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the mark is one.
  [/ ?\u0001\w*/g, ''],
  [/^bash: (\S+): command not available in browser environments.*$/gm, 'bash: $1: command not found'],
];

/** The text as bash would have put it, or the `sh` of busybox and dash where that is the shell of the place. */
export function shellSentences(stderr: string, shell: 'bash' | 'sh'): string {
  if (stderr === '') return stderr;
  const text = SENTENCES.reduce((said, [pattern, sentence]) => said.replace(pattern, sentence), stderr);
  return shell === 'bash' ? text : text.replace(/^bash: (\S+): command not found$/gm, 'sh: $1: not found');
}
