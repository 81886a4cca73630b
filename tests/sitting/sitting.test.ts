/** A sitting as a page drives it: keys, checks, hints, files, reset, a runaway line, and the same after a rebuild. */
import { describe, expect, it } from 'vitest';
import { labVersion } from '../../lib/assessment/labs/folder.ts';
import { readLabFolder } from '../../lib/shelf/lab-folders.ts';
import { Engine, type Host } from '../../lib/sitting/engine.ts';
import type { RecordRow } from '../../lib/sitting/record.ts';
import type { SittingListener } from '../../lib/sitting/sitting.ts';
import { Templates } from '../../lib/sitting/templates.ts';

const LAB = 'clusterip/no-ready-endpoints';
const SEED = 2;
const EPOCH_MS = 1_767_603_600_000;
const folder = readLabFolder(`labs/${LAB}`);
const templates = new Templates(4);

function aHost() {
  let wall = 0;
  const ticks = new Set<() => void>();
  const host: Host = {
    breathe: () => new Promise((resolve) => setImmediate(resolve)),
    wallMs: () => wall,
    everyQuarterSecond(tick) {
      ticks.add(tick);
      return () => ticks.delete(tick);
    },
  };
  const pass = (ms: number) => {
    wall += ms;
    for (const tick of ticks) tick();
  };
  return { host, pass, ticks };
}

async function aSitting(past: readonly RecordRow[] = []) {
  const rows: RecordRow[] = [...past];
  const heard = { edits: [] as string[], files: [] as string[], grades: 0 };
  const listener: SittingListener = {
    text() {},
    rows: (some) => void rows.push(...some),
    view() {},
    graded: () => void heard.grades++,
    note() {},
    files: (changed) => void heard.files.push(...changed),
    edit: (_, path) => void heard.edits.push(path),
    restarted() {},
  };
  const { host, pass, ticks } = aHost();
  const template = templates.get(LAB, folder, labVersion(folder), SEED);
  const engine = await Engine.open(template, EPOCH_MS, past, host, listener);
  let seq = past.length;
  const id = () => ({ clientId: 'tab', clientSeq: ++seq });
  const type = async (text: string, terminal = 1) => {
    await engine.keys(terminal, id(), text);
    await engine.settled();
  };
  const screen = (terminal = 1) => engine.terminals().find((one) => one.id === terminal)?.scrollback ?? '';
  return { engine, rows, heard, pass, ticks, id, type, screen, variant: template.variant };
}

describe('a sitting', () => {
  it('starts at 0, is solved by typing, and still is after a rebuild', async () => {
    const one = await aSitting();
    expect((await one.engine.check(one.id())).score).toBe(0);
    for (const line of one.variant.solution.trim().split('\n')) await one.type(`${line}\r`);
    await one.type('check\r');
    expect(one.screen()).toMatch(/Score: 100 of 100/);
    expect(one.heard.grades).toBe(2);
    const again = await aSitting(one.rows);
    expect(again.screen()).toBe(one.screen());
    expect(again.engine.view().score).toBe(100);
    expect(again.engine.worldHash()).toBe(one.engine.worldHash());
  });

  it('opens hints one at a time, from the page and from the terminal', async () => {
    const { engine, id, type, screen } = await aSitting();
    expect((await engine.hint(id(), 'ready')).tasks[0]).toMatchObject({ hints: [{ step: 1 }], hintsLeft: 2 });
    await type('hint ready\r');
    expect(screen()).toContain('events at the end of a pod');
    expect(engine.view().tasks[0]).toMatchObject({ hintsLeft: 1 });
  });

  it('vi opens the file pane and goes on when it is closed; the file is there afterwards', async () => {
    const { engine, id, type, heard, screen } = await aSitting();
    await type('vi notes.txt; cat notes.txt\r');
    expect(heard.edits).toEqual(['/home/learner/notes.txt']);
    await engine.writeFile(id(), '/home/learner/notes.txt', 'remember me\n', 'closed');
    await engine.settled();
    expect(screen()).toMatch(/remember me/);
    expect(await engine.listFiles()).toContainEqual({ path: '/home/learner/notes.txt', size: 12 });
  });

  it('kubectl edit changes the object when the pane is closed', async () => {
    const { engine, id, type, heard, screen, variant } = await aSitting();
    await type(`kubectl -n ${variant.values.ns} edit service ${variant.values.app}\r`);
    const [path = ''] = heard.edits;
    const text = (await engine.readFile(path)) ?? '';
    expect(text).toContain('kind: Service');
    await engine.writeFile(id(), path, text.replace(/port: 80\b/, 'port: 81'), 'closed');
    await engine.settled();
    expect(screen()).toContain(`service/${variant.values.app} edited`);
  });

  it('two terminals: a watch in one sees what the other does, and Ctrl-C ends it', async () => {
    const { engine, type, screen, variant, pass } = await aSitting();
    await engine.openTerminal();
    await type(`kubectl -n ${variant.values.ns} get pods -w\r`, 1);
    await type(`kubectl -n ${variant.values.ns} delete pod -l app=front --wait=false\r`, 2);
    for (let i = 0; i < 60; i++) pass(1_000);
    await engine.settled();
    expect(screen(1)).toMatch(/front-\S+ +1\/1 +Terminating/);
    expect(screen(1)).toMatch(/front-\S+ +0\/1 +(Pending|ContainerCreating)/);
    await engine.interrupt(1);
    await engine.settled();
    expect(screen(1).replaceAll('\u001b[?2004h', '')).toMatch(/\^C[^$]*\$ $/);
  });

  it('a closed terminal ends what ran in it, its number is free again, and the last one stays', async () => {
    const one = await aSitting();
    const { engine, type, screen } = one;
    await engine.openTerminal();
    await type('kubectl get pods -A -w\r', 1);
    expect(one.ticks.size).toBe(1);
    expect(await engine.closeTerminal(1)).toEqual([2]);
    await engine.settled();
    expect(one.ticks.size).toBe(0);
    expect(await engine.closeTerminal(2)).toEqual([2]);
    await type('sleep 100; echo never > never\r', 1);
    await type('vi kept.yaml && echo went on\r', 2);
    expect(await engine.openTerminal()).toEqual({ id: 1 });
    await type('echo new > here; ls\r', 1);
    expect(screen(1)).toContain('here');
    expect(screen(1)).not.toContain('never');
    expect(await engine.closeTerminal(2)).toEqual([1]);
    await engine.writeFile(one.id(), '/home/learner/kept.yaml', 'a: 1', 'closed');
    await engine.settled();
    expect((await engine.snapshot()).body).toContain('"state":"Quiet"');
    const again = await aSitting(one.rows);
    expect(again.engine.terminals()).toEqual(engine.terminals());
    expect(again.engine.worldHash()).toBe(engine.worldHash());
  });

  it('the wall clock moves the world while somebody follows, and not otherwise', async () => {
    const { engine, type, ticks, pass, rows } = await aSitting();
    expect(ticks.size).toBe(0);
    await type('kubectl get pods -A -w\r');
    expect(ticks.size).toBe(1);
    pass(250);
    await engine.interrupt(1);
    await engine.settled();
    expect(ticks.size).toBe(0);
    expect(rows.filter(({ kind }) => kind === 'elapsed').length).toBeGreaterThan(0);
  });

  it('a pause stops the clock', async () => {
    const { engine, id, pass } = await aSitting();
    await engine.pause(id(), 'paused');
    const before = engine.view().worldMs;
    pass(600_000);
    await engine.check(id());
    expect(engine.view().worldMs).toBe(before);
  });

  it('starting over gives the first world back, with new terminals', async () => {
    const { engine, id, type, screen } = await aSitting();
    const fresh = engine.worldHash();
    await engine.openTerminal();
    await type('kubectl delete ns --all; echo gone > f\r');
    expect(engine.worldHash()).not.toBe(fresh);
    await engine.reset(id());
    await engine.settled();
    expect(engine.worldHash()).toBe(fresh);
    expect(engine.terminals()).toHaveLength(1);
    await type('ls\r');
    expect(screen()).not.toContain('gone');
  });

  it('reset typed into the terminal does the same, and replays', async () => {
    const one = await aSitting();
    const fresh = one.engine.worldHash();
    await one.type('kubectl delete ns --all\r');
    await one.type('reset\r');
    expect(one.engine.worldHash()).toBe(fresh);
    await one.type('echo after\r');
    const again = await aSitting(one.rows);
    expect(again.screen()).toBe(one.screen());
    expect(again.engine.worldHash()).toBe(one.engine.worldHash());
  });

  it('a line that was ended from outside is not run again, says so, and leaves 143', async () => {
    const one = await aSitting();
    await one.type('echo before\r');
    const runaway: RecordRow[] = [
      {
        seq: one.rows.length + 1,
        kind: 'keys',
        worldMs: 0,
        actor: 'person',
        terminal: 1,
        clientId: 'tab',
        clientSeq: 2,
        body: { text: 'while true; do :; done\r', tick: 999 },
      },
      {
        seq: one.rows.length + 2,
        kind: 'terminated',
        worldMs: 0,
        actor: 'system',
        body: { text: 'Terminated: used more than 2 s', exitCode: 143 },
      },
    ];
    const again = await aSitting([...one.rows, ...runaway]);
    expect(again.screen()).toContain('Terminated: used more than 2 s');
    await again.type('echo $?\r');
    expect(again.screen().replaceAll('\u001b[?2004l', '').replaceAll('\r', '')).toContain('\n143\n');
  });

  it('a submission in one go is graded on the start state and changes nothing', async () => {
    const { engine, id, variant } = await aSitting();
    const before = engine.worldHash();
    const graded = await engine.submit(id(), { manifests: [], commands: variant.solution, answers: {} });
    expect(graded.score).toBe(100);
    expect(engine.worldHash()).toBe(before);
  });

  it('the margin of the editor says what the API server would, with line and column', async () => {
    const { engine } = await aSitting();
    const text = 'apiVersion: v1\nkind: Service\nmetadata:\n  name: x\nspec:\n  ports:\n  - port: 80000\n';
    expect(await engine.validate(text)).toContainEqual({
      line: 7,
      column: expect.any(Number),
      message: expect.stringContaining('must be between 1 and 65535, inclusive'),
      severity: 'error',
    });
    expect(await engine.validate('kind: [')).toMatchObject([{ severity: 'error', line: 1 }]);
    expect(await engine.validate('apiVersion: v1\nkind: Gateway\n')).toMatchObject([
      { message: 'no matches for kind "Gateway" in version "v1"' },
    ]);
  });
});
