/** A loop that watches by hand: it moves the world as it sleeps, shares it, shows each turn and ends on Ctrl-C. */
import { describe, expect, it } from 'vitest';
import { labVersion } from '../../lib/assessment/labs/folder.ts';
import { readLabFolder } from '../../lib/shelf/lab-folders.ts';
import { Engine, type Host } from '../../lib/sitting/engine.ts';
import type { RecordRow } from '../../lib/sitting/record.ts';
import { Templates } from '../../lib/sitting/templates.ts';
import { nobody } from './recorded.ts';

const LAB = 'clusterip/no-ready-endpoints';
const folder = readLabFolder(`labs/${LAB}`);
const templates = new Templates(1);

/** A wall clock that stands still until a test moves it. */
class Wall {
  #ms = 0;
  #ticks = new Set<() => void>();

  readonly host: Host = {
    breathe: () => new Promise((resolve) => setImmediate(resolve)),
    wallMs: () => this.#ms,
    everyQuarterSecond: (tick) => {
      this.#ticks.add(tick);
      return () => void this.#ticks.delete(tick);
    },
  };

  async pass(ms: number): Promise<void> {
    for (const end = this.#ms + ms; this.#ms < end; ) {
      this.#ms += 250;
      for (const tick of this.#ticks) tick();
      for (let turn = 0; turn < 20; turn++) await this.host.breathe();
    }
  }
}

async function aSitting(past: readonly RecordRow[] = [], { host } = new Wall()) {
  const rows: RecordRow[] = [...past];
  const template = templates.get(LAB, folder, labVersion(folder), 2);
  const listener = { ...nobody, rows: (some: readonly RecordRow[]) => void rows.push(...some) };
  const engine = await Engine.open(template, 1_767_603_600_000, past, host, listener);
  let clientSeq = past.length;
  const type = (terminal: number, text: string) =>
    engine.keys(terminal, { clientId: 'tab', clientSeq: ++clientSeq }, text);
  /** Lets the thread go on until the terminal shows a text so often. */
  const until = async (terminal: number, text: string, times: number) => {
    while (screen(terminal).split(text).length <= times) await host.breathe();
  };
  const screen = (terminal: number) => engine.terminals().find(({ id }) => id === terminal)?.scrollback ?? '';
  return { engine, rows, until, type, screen, ns: template.variant.values.ns };
}

describe('while true; do kubectl get pods; sleep 2; done', () => {
  it('moves the world, prints each turn, leaves room for another terminal, ends on Ctrl-C and replays', async () => {
    const { engine, rows, type, until, screen, ns } = await aSitting();
    await engine.openTerminal();
    const before = engine.view().worldMs;
    await type(1, `while true; do kubectl -n ${ns} get pods; sleep 2; done\r`);
    await until(1, 'NAME ', 3);
    expect(engine.view().worldMs - before).toBeGreaterThanOrEqual(4_000);
    await type(2, `kubectl -n ${ns} delete pod -l app=front --wait=false\r`);
    await until(2, 'deleted', 1);
    await until(1, 'Terminating', 1);
    await engine.interrupt(1);
    await engine.settled();
    expect(screen(1).replaceAll('\u001b[?2004h', '')).toMatch(/\^C[^$]*\$ $/);
    const ended = engine.view().worldMs;
    await type(1, 'echo $?\r');
    await engine.settled();
    expect(screen(1)).toMatch(/[^\d]130\s/);
    expect(engine.view().worldMs).toBe(ended);
    const again = await aSitting(rows);
    expect(again.engine.worldHash()).toBe(engine.worldHash());
    expect(again.engine.terminals()).toEqual(engine.terminals());
  });

  it('keeps to the wall clock once it has gone round a few times', async () => {
    const wall = new Wall();
    const { engine, rows, type, until, screen, ns } = await aSitting([], wall);
    await engine.openTerminal();
    await type(1, `while true; do kubectl -n ${ns} get pods; sleep 2; done\r`);
    await until(1, 'NAME ', 6);
    for (let turn = 0; turn < 200; turn++) await wall.host.breathe();
    const turns = () => screen(1).split('NAME ').length - 1;
    const [free, before] = [turns(), engine.view().worldMs];
    expect(free).toBe(6);
    await wall.pass(20_000);
    expect(turns()).toBeGreaterThanOrEqual(free + 8);
    expect(turns()).toBeLessThanOrEqual(free + 10);
    expect(engine.view().worldMs - before).toBeLessThan(21_000);
    await engine.interrupt(1);
    await engine.settled();
    const again = await aSitting(rows);
    expect(again.engine.worldHash()).toBe(engine.worldHash());
    expect(again.engine.terminals()).toEqual(engine.terminals());
  });
});
