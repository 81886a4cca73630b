/** A lab folder in memory and its identity. Reading folders from disk is the server's and the command line's business. */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

/** Text of every file by its path inside the folder, such as `scenario/cluster.yaml`. */
export type LabFolder = Readonly<Record<string, string>>;

/** SHA-256 over paths and texts in path order, line ends folded to `\n`: the lab's version. */
export function labVersion(folder: LabFolder): string {
  const canonical = Object.keys(folder)
    .sort()
    .map((path) => [path, (folder[path] as string).replaceAll('\r\n', '\n')]);
  return bytesToHex(sha256(utf8ToBytes(JSON.stringify(canonical))));
}

/** What is wrong with a lab's files, for its author. */
export interface LabProblem {
  readonly file: string;
  /** Where in the file, as a path such as `tasks[0].points`. */
  readonly at?: string;
  readonly says: string;
}

export class LabError extends Error {
  readonly problems: readonly LabProblem[];

  constructor(problems: readonly LabProblem[]) {
    super(
      problems.map((problem) => `${problem.file}${problem.at ? ` ${problem.at}` : ''}: ${problem.says}`).join('\n'),
    );
    this.name = 'LabError';
    this.problems = problems;
  }
}
