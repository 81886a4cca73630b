import { defineItemKind } from '../item-kind.ts';
import { choiceAnswer, lintChoices, markChoice, showChoices } from './one-of.ts';

export const single = defineItemKind({
  type: 'single',
  show: ({ options }, seed) => ({ type: 'single', options: showChoices(options, seed) }),
  answer: ({ options }) => choiceAnswer(options.length),
  mark: ({ options }, seed, { choice }) => markChoice(options, seed, choice),
  lint: ({ options }) => lintChoices(options),
});
