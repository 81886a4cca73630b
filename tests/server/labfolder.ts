import { labVersion } from '../../lib/assessment/labs/folder.ts';
import { readManifest } from '../../lib/assessment/labs/parse.ts';
import type { ReadyLab } from '../../lib/server/labs.ts';

const LAB_YAML = `
id: 01930000-0000-4000-8000-000000000001
title: Echo
topic: clusterip
level: working
minutes: 5
status: published
objectives: [See what you type]
tasks:
  - id: type
    title: Type a line
    points: 100
    topics: { clusterip: 1 }
    concepts: [typing]
    checks: [{ uses: untouched }]
perturbations:
  - { uses: wait, seconds: 1 }
  - { uses: wait, seconds: 2 }
`;

/** A lab that parses and whose world nobody builds. */
export function labFolder(name: string): ReadyLab {
  const files = { 'lab.yaml': LAB_YAML, 'brief.md': 'Type.\n' };
  return { name, files, manifest: readManifest(files), version: labVersion(files) };
}
