import type { LabManifest } from '../../lib/assessment/labs/schema.ts';
import { texts } from './texts.ts';

interface LabFacts {
  readonly level: string;
  readonly minutes: number;
  /** How many; left out where they are in view. */
  readonly tasks?: number;
}

/** `Senior level · 30 min · 3 tasks` */
export function describeLab({ level, minutes, tasks }: LabFacts): string {
  const { levels } = texts.labs;
  const words = level in levels ? levels[level as LabManifest['level']] : level;
  return [words, texts.labs.minutes(minutes), ...(tasks === undefined ? [] : [texts.labs.tasks(tasks)])].join(' · ');
}
