/** The one line of a file that is wrong. */
import { z } from 'zod';
import { defineItemKind } from '../item-kind.ts';
import type { ItemOf } from '../schema.ts';

export const line = defineItemKind({
  type: 'line',
  show: (item) => ({ type: 'line', kind: item.kind, lines: linesOf(item) }),
  answer: (item) => z.strictObject({ line: z.int().min(1).max(linesOf(item).length) }),
  mark(item, _seed, { line: given }) {
    const { wrong, because, decoys } = item;
    const lines = linesOf(item);
    const noteOf = (number: number, why: string) => ({
      key: String(number),
      text: (lines[number - 1] ?? '').trim(),
      chosen: number === given,
      right: number === wrong,
      because: why,
    });
    const told = [noteOf(wrong, because), ...decoys.map((decoy) => noteOf(decoy.line, decoy.because))];
    return {
      share: given === wrong ? 1 : 0,
      key: `line ${wrong}: ${(lines[wrong - 1] ?? '').trim()}`,
      notes: given === 0 || told.some(({ chosen }) => chosen) ? told : [...told, noteOf(given, AS_IT_SHOULD_BE)],
    };
  },
  lint(item) {
    const lines = linesOf(item);
    const named = [item.wrong, ...item.decoys.map((decoy) => decoy.line)];
    return [
      ...named.filter((number) => !lines[number - 1]?.trim()).map((number) => `line ${number} is not there or empty`),
      ...(new Set(named).size === named.length ? [] : ['one line is named twice']),
    ];
  },
});

const AS_IT_SHOULD_BE = 'This line is as it should be.';

function linesOf({ file }: ItemOf<'line'>): readonly string[] {
  return file.replace(/\n+$/, '').split('\n');
}
