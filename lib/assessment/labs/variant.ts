/** A variant: one lab, one seed, everything drawn and filled in. The same folder and seed give the same variant. */
import { draw } from '../../world/sim/random.ts';
import { type LabFolder, labVersion } from './folder.ts';
import { parseWith, readFaults, readHints, readManifest, readWorld, readYaml } from './parse.ts';
import { type Fault, type Faults, faultsSchema, type LabManifest, labSchema, type WorldFile } from './schema.ts';
import { drawVariables, fillText, fillValue, type Values } from './variables.ts';

export interface WrongFix {
  readonly file: string;
  readonly leavesFailing: string;
  readonly script: string;
}

export interface Variant {
  /** `<topic>/<slug>` */
  readonly name: string;
  readonly version: string;
  readonly seed: number;
  readonly values: Values;
  /** lab.yaml with its placeholders filled. */
  readonly lab: LabManifest;
  readonly world: WorldFile;
  /** Kubernetes objects of the healthy scenario, in file order. */
  readonly objects: readonly unknown[];
  /** Those of further clusters, by name. */
  readonly clusters: Readonly<Record<string, readonly unknown[]>>;
  readonly faults: readonly Fault[];
  readonly brief: string;
  /** Three steps per task id. */
  readonly hints: Readonly<Record<string, readonly string[]>>;
  readonly explain: string;
  readonly solution: string;
  readonly wrong: readonly WrongFix[];
  /** What lies in the learner's home directory at the start, by relative path. */
  readonly homeFiles: Readonly<Record<string, string>>;
  /** Names of placeholders that were met anywhere; the lint compares them with the declared ones. */
  readonly usedVariables: ReadonlySet<string>;
}

/** Draws the variant of `seed`. Throws `LabError` when a file is not what it should be. */
export function resolveVariant(name: string, folder: LabFolder, seed: number): Variant {
  const manifest = readManifest(folder);
  const used = new Set<string>();
  const ownValues = drawVariables(manifest.vars, seed);
  const chosen = chooseFaults(readFaults(folder), seed);
  const values = withFaultValues(ownValues, chosen, used);
  const text = (file: string) => fillText(folder[file] ?? '', values, used);
  const objects = (file: string) => readYaml(folder, file).map((object) => fillValue(object, values, used));
  const world = readWorld(folder);
  return {
    name,
    version: labVersion(folder),
    seed,
    values,
    lab: parseWith(labSchema, { ...(fillValue(manifest, values, used) as object), vars: manifest.vars }, 'lab.yaml'),
    world,
    objects: objects('scenario/cluster.yaml'),
    clusters: Object.fromEntries(world.clusters.map(({ name }) => [name, objects(clusterFile(name))])),
    faults: fillFaults(chosen, values, used),
    brief: text('brief.md'),
    hints: readHints(text('hints.md')),
    explain: text('explain.md'),
    solution: solutionFiles(folder, chosen).map(text).join('\n'),
    wrong: wrongFixes(folder, chosen, text),
    homeFiles: Object.fromEntries(
      Object.keys(folder)
        .filter((path) => path.startsWith('files/'))
        .map((path) => [path.slice('files/'.length), text(path)]),
    ),
    usedVariables: used,
  };
}

/** The objects of a further cluster. */
export function clusterFile(name: string): string {
  return `scenario/${name}.yaml`;
}

/** Draws `pick` faults of each group without putting one back. */
function chooseFaults(faults: Faults, seed: number): Fault[] {
  return faults.groups.flatMap((group, index) => {
    const left = [...group.of];
    return Array.from({ length: Math.min(group.pick, left.length) }, (_, n) => {
      const at = Math.floor(draw(seed, 'lab-fault', String(index), n) * left.length);
      return left.splice(at, 1)[0] as Fault;
    });
  });
}

function withFaultValues(own: Values, faults: readonly Fault[], used: Set<string>): Values {
  const values: Record<string, string | number | boolean> = { ...own };
  for (const fault of faults) {
    Object.assign(values, fillValue(fault.vars, own, used));
  }
  return values;
}

function fillFaults(faults: readonly Fault[], values: Values, used: Set<string>): readonly Fault[] {
  if (faults.length === 0) return [];
  const filled = { groups: faults.map((fault) => ({ pick: 1, of: [fillValue(fault, values, used)] })) };
  return parseWith(faultsSchema, filled, 'scenario/faults.yaml').groups.map((group) => group.of[0] as Fault);
}

/** `solution.sh`, then `solution/<fault>.sh` of each fault drawn, where they exist. */
function solutionFiles(folder: LabFolder, faults: readonly Fault[]): string[] {
  return ['solution.sh', ...faults.map((fault) => `solution/${fault.id}.sh`)].filter(
    (file) => folder[file] !== undefined,
  );
}

/** `wrong/*.sh`; a first line `# leaves-failing: <task>`, and `# only-with: <fault>` where a fix is plausible for one fault alone. */
function wrongFixes(folder: LabFolder, faults: readonly Fault[], text: (file: string) => string): WrongFix[] {
  return Object.keys(folder)
    .filter((path) => /^wrong\/[^/]+\.sh$/.test(path))
    .sort()
    .map((file) => {
      const script = text(file);
      const header = (key: string) => new Map(headerLines(script)).get(key);
      return { file, leavesFailing: header('leaves-failing') ?? '', onlyWith: header('only-with'), script };
    })
    .filter(({ onlyWith }) => onlyWith === undefined || faults.some((fault) => fault.id === onlyWith))
    .map(({ file, leavesFailing, script }) => ({ file, leavesFailing, script }));
}

function headerLines(script: string): [string, string][] {
  return script
    .split('\n')
    .slice(0, 2)
    .flatMap((line) => {
      const match = /^# ([a-z-]+): (\S+)\s*$/.exec(line);
      return match ? [[match[1] as string, match[2] as string] as [string, string]] : [];
    });
}
