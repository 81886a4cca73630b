/** Gives a sitting its past inputs again, each at the moment at which it came. */
import { effectOf, inputOf, isInput, type RecordRow, tickOf } from './record.ts';
import type { Sitting } from './sitting.ts';

interface PastInput {
  readonly row: RecordRow;
  /** The line that this input started never ended: its effects are taken over, it is not run again. */
  readonly runaway: boolean;
}

export class Replay {
  readonly #sitting: Sitting;
  readonly #rows: readonly RecordRow[];
  readonly #inputs: PastInput[];
  /** Every line waits, and the next input did not come at this moment: it is taken all the same. */
  #overdue = false;

  constructor(sitting: Sitting, rows: readonly RecordRow[]) {
    this.#sitting = sitting;
    this.#rows = rows;
    this.#inputs = pastInputs(rows);
  }

  async run(): Promise<void> {
    while (this.#inputs.length > 0) {
      const before = this.#inputs.length;
      await this.#sitting.scheduler.work();
      this.#overdue = this.#inputs.length === before;
    }
    await this.#sitting.scheduler.work();
    this.#sitting.recorder.continueFrom(this.#rows.at(-1)?.seq ?? 0);
  }

  /** Takes the next input if it came at this moment. */
  async takeInput(tick: number): Promise<void> {
    const [next] = this.#inputs;
    if (!next || (!this.#overdue && (tickOf(next.row) ?? tick) > tick)) return;
    this.#overdue = false;
    this.#inputs.shift();
    const { row, runaway } = next;
    const id = row.clientId === undefined ? undefined : { clientId: row.clientId, clientSeq: row.clientSeq ?? 0 };
    if (runaway) this.#takeOver(row);
    else await this.#sitting.take(inputOf(row), tick, id);
  }

  #takeOver(row: RecordRow): void {
    for (const deed of this.#rows.map(effectOf)) {
      if (deed?.of === row.seq) this.#sitting.perform(deed.effect);
    }
  }
}

function pastInputs(rows: readonly RecordRow[]): PastInput[] {
  const inputs: PastInput[] = [];
  for (const row of rows.filter(isInput)) {
    const culprit = row.kind === 'terminated' ? markRunaway(inputs) : undefined;
    const terminal = culprit?.terminal === undefined ? {} : { terminal: culprit.terminal };
    inputs.push({ row: { ...row, ...terminal }, runaway: false });
  }
  return inputs;
}

/** The last thing a person asked for is what hung. */
function markRunaway(inputs: PastInput[]): RecordRow | undefined {
  const at = inputs.findLastIndex(
    ({ row }) => row.actor === 'person' && row.kind !== 'interrupt' && row.kind !== 'resize',
  );
  const culprit = inputs[at];
  if (culprit) inputs[at] = { ...culprit, runaway: true };
  return culprit?.row;
}
