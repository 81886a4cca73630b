/** Gathers the descriptions of structs and fields for `kubectl explain`. */
import { TEXTS } from '../../lib/world/api/decided.ts';
import type { Releases } from './compare.ts';
import { findModel } from './models.ts';
import type { Struct } from './structure.ts';

/** Text by `<struct>` and `<struct>.<field>`; where the two releases differ, the one whose words the kubectl binary holds. */
export function gatherTexts(
  structs: ReadonlyMap<string, Struct>,
  releases: Releases,
  binary: Buffer,
): Map<string, string> {
  const texts = new Map<string, string>();
  for (const struct of structs.values()) {
    const before = findModel(releases.before, struct.name);
    const after = findModel(releases.after, struct.name);
    texts.set(struct.name, choose(before?.text, after?.text, binary));
    for (const { name } of struct.fields) {
      const key = `${struct.name}.${name}`;
      texts.set(key, TEXTS[key] ?? choose(before?.fields.get(name), after?.fields.get(name), binary));
    }
  }
  return texts;
}

function choose(before: string | undefined, after: string | undefined, binary: Buffer): string {
  if (!before || !after || before === after) return before || after || '';
  return !binary.includes(before) && binary.includes(after) ? after : before;
}

/** One tab-separated line a text, in one string: reading it costs nothing until somebody asks. */
export function printTexts(texts: ReadonlyMap<string, string>, header: string): string {
  const lines = [...texts].filter(([, text]) => text).sort(([a], [b]) => (a < b ? -1 : 1));
  const body = lines.map(([key, text]) => `${key}\t${text}`).join('\n');
  return `${header}\n/** Descriptions by struct and field, one tab-separated line each. */\nexport const TEXT_LINES = ${JSON.stringify(body).replaceAll('\\n', '\\n\\\n')};\n`;
}
