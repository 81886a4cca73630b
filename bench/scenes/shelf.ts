/** Start states of the labs on the shelf, as a worker builds them. */
import { join } from 'node:path';
import { labVersion } from '../../lib/assessment/labs/folder.ts';
import { findLab, readLabFolder } from '../../lib/shelf/lab-folders.ts';
import { type Template, Templates } from '../../lib/sitting/templates.ts';
import { ROOT } from '../peers/judges.ts';

export const LAB = 'clusterip/one-node-in-four';

/** A function that builds the template of a seed anew every time: what the first person of a variant waits for. */
export function templateBuilder(): (seed: number) => Template {
  const lab = findLab([join(ROOT, 'labs')], LAB);
  if (!lab) throw new Error(`${LAB} is not on the shelf`);
  const folder = readLabFolder(lab.directory);
  const version = labVersion(folder);
  return (seed) => new Templates(1).get(LAB, folder, version, seed);
}
