import type { ShownBody } from '../../../../../lib/assessment/quiz/shown.ts';

/** An answer while it is being made; sent as it is. */
export type Draft =
  | { readonly choice: string }
  | { readonly choices: readonly string[] }
  | { readonly order: readonly string[] }
  | { readonly pairs: Readonly<Record<string, string>> }
  | { readonly value: string }
  | { readonly line: number }
  | { readonly text: string };

/** Before anything is chosen; steps begin in the order in which they are shown. */
export function startOf(body: ShownBody): Draft {
  switch (body.type) {
    case 'single':
    case 'output':
    case 'fate':
      return { choice: '' };
    case 'multiple':
      return { choices: [] };
    case 'order':
      return { order: body.steps.map(({ key }) => key) };
    case 'match':
      return { pairs: {} };
    case 'value':
    case 'field':
      return { value: '' };
    case 'line':
      return { line: 0 };
    case 'explain':
      return { text: '' };
    default:
      return body satisfies never;
  }
}

export function isEmpty(body: ShownBody, draft: Draft): boolean {
  if ('choice' in draft) return draft.choice === '';
  if ('choices' in draft) return draft.choices.length === 0;
  if ('pairs' in draft) return body.type === 'match' && Object.keys(draft.pairs).length < body.lefts.length;
  if ('value' in draft) return draft.value.trim() === '';
  if ('line' in draft) return draft.line === 0;
  if ('text' in draft) return draft.text.trim() === '';
  return false;
}
