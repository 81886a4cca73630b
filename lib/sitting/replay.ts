/** Gives a sitting its past inputs again, each at the point between two effects at which it came. */
import { type EffectBody, inputOf, isInput, type RecordRow } from './record.ts';
import type { Sitting } from './sitting.ts';

interface PastInput {
  readonly row: RecordRow;
  readonly effectsBefore: number;
  /** The line that this input started never ended: its effects are taken over, it is not run again. */
  readonly runaway: boolean;
}

export class Replay {
  readonly #sitting: Sitting;
  readonly #rows: readonly RecordRow[];
  readonly #inputs: PastInput[];

  constructor(sitting: Sitting, rows: readonly RecordRow[]) {
    this.#sitting = sitting;
    this.#rows = rows;
    this.#inputs = pastInputs(rows);
  }

  async run(): Promise<void> {
    while (this.#inputs.length > 0) {
      await this.#next();
      await this.#sitting.scheduler.idle();
    }
    this.#sitting.recorder.continueFrom(this.#rows.at(-1)?.seq ?? 0);
  }

  /** Hands in what came at this point, while lines are still at work. */
  async handIn(): Promise<void> {
    const next = this.#inputs[0];
    if (next && next.effectsBefore <= this.#sitting.recorder.effects) await this.#next();
  }

  async #next(): Promise<void> {
    const past = this.#inputs.shift();
    if (!past) return;
    const { row, runaway } = past;
    const id = row.clientId === undefined ? undefined : { clientId: row.clientId, clientSeq: row.clientSeq ?? 0 };
    if (runaway) this.#takeOver(row);
    else await this.#sitting.take(inputOf(row), id);
  }

  #takeOver(row: RecordRow): void {
    for (const { body, kind } of this.#rows) {
      if (INPUT_FREE.has(kind) && (body as EffectBody).of === row.seq)
        this.#sitting.perform((body as EffectBody).effect);
    }
  }
}

const INPUT_FREE: ReadonlySet<string> = new Set(['request', 'send', 'advance', 'fs']);

function pastInputs(rows: readonly RecordRow[]): PastInput[] {
  const inputs: PastInput[] = [];
  let effectsBefore = 0;
  for (const row of rows) {
    if (!isInput(row)) effectsBefore++;
    else {
      if (row.kind === 'terminated') markRunaway(inputs);
      inputs.push({ row, effectsBefore, runaway: false });
    }
  }
  return inputs;
}

/** The last thing a person asked for is what hung. */
function markRunaway(inputs: PastInput[]): void {
  const at = inputs.findLastIndex(
    ({ row }) => row.actor === 'person' && row.kind !== 'interrupt' && row.kind !== 'resize',
  );
  const culprit = inputs[at];
  if (culprit) inputs[at] = { ...culprit, runaway: true };
}
