/** The bounds of one line of input. Models: design section 10. */

export const MAX_FILE_BYTES = 1024 * 1024;
export const MAX_FILE_SYSTEM_BYTES = 16 * 1024 * 1024;
const MAX_LOOPS = 10_000;
const MAX_COMMANDS = 10_000;
const MAX_OUTPUT_BYTES = 1024 * 1024;

/** just-bash's own limits; it runs without a deadline, because the worker's watchdog is the one that can stop it. */
export const EXECUTION_LIMITS = {
  maxSourceBytes: MAX_FILE_BYTES,
  maxLoopIterations: MAX_LOOPS,
  maxCommandCount: MAX_COMMANDS,
  maxOutputSize: MAX_OUTPUT_BYTES,
  maxAwkIterations: MAX_LOOPS,
  maxSedIterations: MAX_LOOPS,
  maxJqIterations: MAX_LOOPS,
  maxStringLength: MAX_FILE_BYTES,
  maxHeredocSize: MAX_FILE_BYTES,
  maxInputBytes: 16 * MAX_FILE_BYTES,
  maxLiveBytes: 32 * MAX_FILE_BYTES,
  maxArrayElements: 10_000,
  maxBraceExpansionResults: 10_000,
  maxGlobOperations: 100_000,
  maxTraversalEntries: 10_000,
  maxCallDepth: 100,
  maxSubstitutionDepth: 50,
  maxExecutionTimeMs: Number.POSITIVE_INFINITY,
} as const;

const SENTENCES: readonly (readonly [RegExp, string])[] = [
  [
    /^bash: (?:(\w+) loop|for|while|until).*too many iterations.*$/m,
    `bash: stopped: a loop ran more than ${MAX_LOOPS} times (limit of this terminal)`,
  ],
  [
    /^bash: too many commands executed.*$/m,
    `bash: stopped: the line ran more than ${MAX_COMMANDS} commands (limit of this terminal)`,
  ],
  [
    /^bash: .*output size (?:limit )?exceeded.*$/m,
    'bash: stopped: the line wrote more than 1 MiB (limit of this terminal)',
  ],
  [
    /^bash: .*maximum recursion depth.*$/m,
    'bash: stopped: functions call each other too deeply (limit of this terminal)',
  ],
  [/^bash: (.*limit exceeded.*)$/m, 'bash: stopped: $1 (limit of this terminal)'],
  [/, increase executionLimits\.\w+/g, ''],
];

/** just-bash speaks to its embedder when a limit is reached; this speaks to the person. */
export function limitSentence(stderr: string): string {
  return SENTENCES.reduce((text, [pattern, sentence]) => text.replace(pattern, sentence), stderr);
}
