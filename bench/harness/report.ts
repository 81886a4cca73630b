/** Prints figures as they come and keeps one result file for those who want to compare runs. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { arch, cpus, loadavg, platform, totalmem } from 'node:os';
import { join } from 'node:path';
import type { Judged, Limit } from './figure.ts';

const SIGNS = { goal: '✓ goal', floor: '~ above the floor', below: '✗ below the floor', told: '· told' } as const;

/** Three significant digits, without an exponent. */
export function digits(value: number): string {
  return Number(value.toPrecision(3)).toLocaleString('en', { maximumSignificantDigits: 3, useGrouping: true });
}

export function machineLine(): string {
  const [cpu] = cpus();
  const gib = Math.round(totalmem() / 2 ** 30);
  return `${cpus().length} × ${cpu?.model ?? 'unknown'}, ${gib} GiB, ${platform()}/${arch()}, Node ${process.version}`;
}

export function loadLine(): string {
  return `load ${loadavg()
    .map((load) => load.toFixed(2))
    .join(' ')}`;
}

export function printFigure({ figure, ours, peer, ratio, standing, seen }: Judged): void {
  const { goal, what, unit } = figure;
  const cold = ours.cold === undefined ? '' : `  first ${digits(ours.cold)}`;
  const write = (text: string) => process.stdout.write(`${text}\n`);
  write(`\n${goal}  ${what}   ${SIGNS[standing]}   (${loadLine()})`);
  write(
    `  ours  p50 ${digits(ours.p50)}  p99 ${digits(ours.p99)}  min ${digits(ours.min)}${cold}  ${unit}, ${ours.samples} samples`,
  );
  if (figure.peer && 'skipped' in figure.peer) write(`  peer  ${figure.peer.name}: skipped: ${figure.peer.skipped}`);
  if (figure.peer && peer) {
    write(
      `  peer  p50 ${digits(peer.p50)}  p99 ${digits(peer.p99)}  min ${digits(peer.min)}  ${unit}, ${figure.peer.name}`,
    );
  }
  if (ratio !== undefined) write(`  ratio ${digits(ratio)}`);
  for (const { limit, value, standing: how } of seen) write(`  ${SIGNS[how]}: ${limitText(limit, value, unit)}`);
  if (figure.note) write(`  ${figure.note}`);
}

function limitText({ on, goal, floor }: Limit, value: number, unit: string): string {
  const [sign, measure] = on === 'ratio' ? ['≥', ' ×'] : on === 'rate' ? ['≥', ' a second'] : ['≤', ` ${unit}`];
  return `${on} ${digits(value)}${measure} (goal ${sign} ${digits(goal)}, floor ${sign} ${digits(floor)})`;
}

/** Writes bench/results/<time>.json; git-ignored, never read by the benchmark. */
export function keepResults(root: string, judged: readonly Judged[]): string {
  const folder = join(root, 'bench/results');
  mkdirSync(folder, { recursive: true });
  const at = new Date().toISOString();
  const file = join(folder, `${at.replaceAll(':', '-')}.json`);
  const figures = judged.map(({ figure: { goal, what, unit, peer }, seen, ...rest }) => ({
    goal,
    what,
    unit,
    ours: rest.ours,
    peer: peer && { name: peer.name, ...('skipped' in peer ? { skipped: peer.skipped } : rest.peer) },
    ratio: rest.ratio,
    standing: rest.standing,
    limits: seen,
  }));
  writeFileSync(file, `${JSON.stringify({ at, machine: machineLine(), load: loadavg(), figures }, null, 2)}\n`);
  return file;
}
