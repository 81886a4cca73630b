/** Start states by lab version and seed. Building one takes a while, forking it a microsecond; the last ones used are kept. */
import type { LabFolder } from '../assessment/labs/folder.ts';
import { buildScenario } from '../assessment/labs/scenario.ts';
import { resolveVariant, type Variant } from '../assessment/labs/variant.ts';
import type { StoredFile } from '../terminal/shell/home-files.ts';
import { HOME } from '../terminal/workstation.ts';
import type { World } from '../world/world.ts';
import type { Restored } from './snapshot.ts';

export interface Template {
  readonly variant: Variant;
  /** Settled; never written to. */
  readonly start: World;
}

/** A template, and what the sitting goes on from when that is not its start. */
export type Beginning = Template & { readonly from?: Restored };

export class Templates {
  readonly #kept = new Map<string, Template>();
  readonly #most: number;

  constructor(most: number) {
    this.#most = most;
  }

  get(lab: string, folder: LabFolder, version: string, seed: number): Template {
    const key = `${version} ${seed}`;
    const template = this.#kept.get(key) ?? prepare(lab, folder, seed);
    this.#kept.delete(key);
    this.#kept.set(key, template);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > this.#most && oldest !== undefined) this.#kept.delete(oldest);
    return template;
  }
}

function prepare(lab: string, folder: LabFolder, seed: number): Template {
  const variant = resolveVariant(lab, folder, seed);
  const start = buildScenario(variant);
  layOutHome(start, variant.homeFiles);
  return { variant, start };
}

/** The home directory as the learner finds it: the lab's files, and the folders they stand in. */
function layOutHome(start: World, files: Readonly<Record<string, string>>): void {
  const home = start.state.table<StoredFile>('files/home');
  home.set(HOME, { text: undefined, modifiedMs: 0 });
  for (const [path, text] of Object.entries(files)) {
    const folders = path.split('/').slice(0, -1);
    for (const [n] of folders.entries()) {
      home.set([HOME, ...folders.slice(0, n + 1)].join('/'), { text: undefined, modifiedMs: 0 });
    }
    home.set(`${HOME}/${path}`, { text, modifiedMs: 0 });
  }
}
