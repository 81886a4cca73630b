/** When a sitting is saved as a whole: its start once it is used, after every submission, and every so many effects. */
import type { World } from '../world/world.ts';
import type { Recorder } from './record.ts';
import type { Scheduler } from './scheduler.ts';
import { type KeptSoFar, type Session, type Snapshot, takeSnapshot, takeStart } from './snapshot.ts';

const SNAPSHOT_EVERY = 200;
const NOTHING: KeptSoFar = { effects: 0, start: 'Unsaved', wanted: 'WhenDue' };

/** The sitting that is kept. */
interface Kept {
  readonly world: World;
  /** What its start was forked from; never written to. */
  readonly template: World;
  readonly recorder: Recorder;
  readonly scheduler: Scheduler;
  save(): Session;
  /** Hands on the rows written so far. */
  flush(): void;
}

export class Keeper {
  readonly #sitting: Kept;
  readonly #keep: (taken: Snapshot) => void;
  #effects: number;
  #start: KeptSoFar['start'];
  #wanted: KeptSoFar['wanted'];

  constructor(sitting: Kept, keep: (taken: Snapshot) => void, soFar: KeptSoFar = NOTHING) {
    this.#sitting = sitting;
    this.#keep = keep;
    this.#effects = soFar.effects;
    this.#start = soFar.start;
    this.#wanted = soFar.wanted;
  }

  get soFar(): KeptSoFar {
    return { effects: this.#effects, start: this.#start, wanted: this.#wanted };
  }

  noteEffect(): void {
    this.#effects++;
  }

  /** Something was handed in. */
  want(): void {
    this.#wanted = 'Soon';
  }

  /** It was rebuilt: whoever had it before has saved what was due. */
  wasSaved(): void {
    this.#effects = 0;
    this.#start = 'Saved';
    this.#wanted = 'WhenDue';
  }

  /** All of the sitting as of now; no line may be at work. */
  take(): Snapshot {
    const sitting = this.#sitting;
    sitting.flush();
    this.wasSaved();
    return takeSnapshot(sitting.world, sitting.recorder.seq, sitting.save());
  }

  /** To be called when lines may have stopped working. */
  keepIfDue(): void {
    const sitting = this.#sitting;
    if (sitting.scheduler.state === 'Working') return;
    if (this.#effects > 0 && this.#start === 'Unsaved') {
      this.#keep(takeStart(sitting.template, sitting.world.epochMs));
      this.#start = 'Saved';
    }
    if (this.#wanted === 'Soon' || this.#effects >= SNAPSHOT_EVERY) this.#keep(this.take());
  }

  /** A newer engine has it now: that is said in the record, and what it begins with is kept. */
  takeOver(from: number, to: number): void {
    const { recorder, world } = this.#sitting;
    recorder.engine(from, to, world.nowMs());
    this.#keep(this.take());
  }
}
