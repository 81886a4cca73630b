/** What becomes of a packet: one of the words for fates, in a fixed order, so that their places tell nothing. */
import { defineItemKind, repeated } from '../item-kind.ts';
import { FATES, type ItemOf } from '../schema.ts';
import { type Choice, choiceAnswer } from './one-of.ts';

export const fate = defineItemKind({
  type: 'fate',
  show: (item) => ({
    type: 'fate',
    options: inOrder(item).map(({ key, choice }) => ({ key, text: choice.text, ...withFate(choice) })),
  }),
  answer: ({ options }) => choiceAnswer(options.length),
  mark(item, _seed, { choice }) {
    const notes = inOrder(item).map(({ key, choice: { text, right, because } }) => ({
      key,
      text,
      chosen: key === choice,
      right: right === true,
      because,
    }));
    const right = notes.find((note) => note.right);
    return { share: right?.chosen ? 1 : 0, key: right?.text ?? '', notes };
  },
  lint({ options }) {
    const keys = options.filter(({ right }) => right).length;
    const words = options.map(({ fate: word, text = '' }) => `${word} ${text}`);
    return [
      ...(keys === 1 ? [] : [`options: ${keys} are right, expected one`]),
      ...repeated(words).map((text) => `options: “${text.trim()}” is there twice`),
    ];
  },
});

function withFate({ fate: word }: Choice): Pick<Choice, 'fate'> {
  return word ? { fate: word } : {};
}

function inOrder({ options }: ItemOf<'fate'>): readonly { readonly key: string; readonly choice: Choice }[] {
  return [...options]
    .sort((a, b) => FATES.indexOf(a.fate) - FATES.indexOf(b.fate) || (a.text ?? '').localeCompare(b.text ?? ''))
    .map(({ fate: word, text, right, because }, index) => ({
      key: 'abcde'[index] as string,
      choice: { fate: word, text: text ?? word, ...(right ? { right } : {}), because },
    }));
}
