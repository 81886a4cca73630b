/** A manifest with one blank. Answers are compared as YAML scalars: `"80"` is not `80`, `Local` is `'Local'`. */
import { parse } from 'yaml';
import { z } from 'zod';
import { defineItemKind } from '../item-kind.ts';

const BLANK = '____';

export const field = defineItemKind({
  type: 'field',
  show({ manifest }) {
    const [before = '', after = ''] = manifest.split(BLANK);
    return { type: 'field', before, after };
  },
  answer: () => z.strictObject({ value: z.string().trim().min(1, 'expected what stands in the blank').max(200) }),
  mark({ accept, near, explanation }, _seed, { value }) {
    const given = scalarOf(value);
    const isRight = accept.some((text) => scalarOf(text) === given);
    const known = near.find((one) => scalarOf(one.value) === given);
    return {
      share: isRight ? 1 : 0,
      key: accept[0] as string,
      notes: [{ text: value, chosen: true, right: isRight, because: isRight ? explanation : (known?.because ?? '') }],
    };
  },
  lint({ manifest, accept, near }) {
    const keys = accept.map(scalarOf);
    return [
      ...near.filter(({ value }) => keys.includes(scalarOf(value))).map(({ value }) => `near: “${value}” is accepted`),
      ...accept.flatMap((text) => {
        const problem = yamlProblem(manifest.replace(BLANK, () => text));
        return problem ? [`manifest with “${text}”: ${problem}`] : [];
      }),
    ];
  },
});

/** What YAML reads there, as JSON; the text itself where it is no YAML. */
function scalarOf(text: string): string {
  try {
    return JSON.stringify(parse(text.trim()));
  } catch {
    return text.trim();
  }
}

function yamlProblem(text: string): string | undefined {
  try {
    parse(text.replaceAll(/^---$/gm, ''), { uniqueKeys: false });
    return undefined;
  } catch (error) {
    return (error as Error).message.split('\n')[0];
  }
}
