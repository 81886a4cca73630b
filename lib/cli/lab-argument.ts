import type { LabFolder } from '../assessment/labs/folder.ts';
import { findLab, listLabs, readLabFolder, type ShelvedLab } from '../shelf/lab-folders.ts';
import { UsageError } from './outcome.ts';

/** The lab that a positional names; the error lists near names. */
export function labArgument(
  roots: readonly string[],
  name: string | undefined,
): { lab: ShelvedLab; folder: LabFolder } {
  if (name === undefined) throw new UsageError('expected a lab as <topic>/<slug>; `hoplab lab list` lists them');
  const lab = findLab(roots, name);
  if (lab) return { lab, folder: readLabFolder(lab.directory) };
  const near = listLabs(roots).filter((other) => other.name.includes(name.split('/').at(-1) ?? name));
  const hint =
    near.length > 0
      ? `; did you mean ${near.map((other) => other.name).join(', ')}?`
      : '; `hoplab lab list` lists them';
  throw new UsageError(`no lab ${name}${hint}`);
}
