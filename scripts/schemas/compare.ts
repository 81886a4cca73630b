/** Holds what the npm models and the decisions say of 1.35 against the types inside the real kubectl 1.35. */
import { ADDED } from '../../lib/world/api/decided.ts';
import { findModel, type Model } from './models.ts';
import type { Struct } from './structure.ts';

export interface Releases {
  /** Folders of `@kubernetes/client-node` of 1.34 and of 1.36. */
  readonly before: string;
  readonly after: string;
}

/** Every difference in words; none when the decisions are complete and right. */
export function listDifferences(structs: ReadonlyMap<string, Struct>, releases: Releases): string[] {
  const added = new Set(ADDED.flatMap((decision) => decision.fields));
  const differences: string[] = [];
  for (const struct of structs.values()) {
    const before = findModel(releases.before, struct.name);
    const after = findModel(releases.after, struct.name);
    const real = new Set(struct.fields.map((field) => field.name));
    const expected = [...commonFields(before, after)].concat([...added].flatMap((name) => fieldOf(struct.name, name)));
    differences.push(
      ...expected.filter((name) => !real.has(name)).map((name) => `${struct.name}.${name} is not in kubectl 1.35`),
    );
    differences.push(
      ...[...real].filter((name) => !expected.includes(name)).map((name) => `${struct.name}.${name} is undecided`),
    );
  }
  const known = new Set(
    [...structs.values()].flatMap((struct) => struct.fields.map((field) => `${struct.name}.${field.name}`)),
  );
  return differences.concat(
    [...added].filter((name) => !known.has(name)).map((name) => `${name} is decided but unreachable`),
  );
}

function commonFields(before: Model | undefined, after: Model | undefined): string[] {
  if (!before || !after) return [];
  return [...before.fields.keys()].filter((name) => after.fields.has(name));
}

function fieldOf(struct: string, decided: string): string[] {
  return decided.startsWith(`${struct}.`) ? [decided.slice(struct.length + 1)] : [];
}
