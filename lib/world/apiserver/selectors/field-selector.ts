/**
 * Field selectors: comparisons of the few fields that a kind declares as selectable.
 *
 * Models: https://github.com/kubernetes/apimachinery/blob/v0.35.0/pkg/fields/selector.go
 */
import { badRequest } from '../status.ts';

export interface FieldTerm {
  readonly field: string;
  readonly value: string;
  readonly operator: '=' | '!=';
}

function splitTerms(text: string): string[] {
  const terms: string[] = [];
  let start = 0;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === ',') {
      terms.push(text.slice(start, at));
      start = at + 1;
    }
  }
  terms.push(text.slice(start));
  return terms;
}

function splitTerm(term: string): FieldTerm | undefined {
  for (let at = 0; at < term.length; at++) {
    if (term[at] === '\\') at++;
    else if (term.startsWith('!=', at)) return { field: term.slice(0, at), value: term.slice(at + 2), operator: '!=' };
    else if (term.startsWith('==', at)) return { field: term.slice(0, at), value: term.slice(at + 2), operator: '=' };
    else if (term[at] === '=') return { field: term.slice(0, at), value: term.slice(at + 1), operator: '=' };
  }
  return undefined;
}

function unescapeValue(value: string): string {
  return value.replace(/\\([\\,=])/g, '$1');
}

/** Reads the `fieldSelector` of a request; throws the 400 that the API server answers with. */
export function parseFieldSelector(text: string): FieldTerm[] {
  return splitTerms(text)
    .filter((term) => term !== '')
    .map((term) => {
      const parts = splitTerm(term);
      if (!parts) throw badRequest(`invalid selector: '${text}'; can't understand '${term}'`);
      return { ...parts, value: unescapeValue(parts.value) };
    });
}

/** True when every term holds; `read` gives a field's value as text, empty when unset. */
export function matchesFields(terms: readonly FieldTerm[], read: (field: string) => string): boolean {
  return terms.every((term) => (read(term.field) === term.value) === (term.operator === '='));
}
