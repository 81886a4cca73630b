import { defineItemKind } from '../item-kind.ts';
import { choiceAnswer, lintChoices, markChoice, showChoices } from './one-of.ts';

export const output = defineItemKind({
  type: 'output',
  show: ({ options }, seed) => ({ type: 'output', options: showChoices(options, seed) }),
  answer: ({ options }) => choiceAnswer(options.length),
  mark: ({ options }, seed, { choice }) => markChoice(options, seed, choice),
  lint: ({ options }) => lintChoices(options),
});
