/**
 * What a kind's table looks like: columns with the priority that decides whether `-o wide` is needed, and a row.
 * Differs: columns carry no description; kubectl does not print it.
 */

export interface Column {
  readonly name: string;
  readonly type: 'string' | 'integer' | 'number' | 'boolean' | 'date';
  readonly format: '' | 'name';
  readonly priority: 0 | 1;
}

export type Cell = string | number | boolean;

/** How a kind is printed. `row` gives one cell per column, wide ones included. */
export interface Printer<T> {
  readonly columns: readonly Column[];
  row(object: T, nowMs: number, epochMs: number): readonly Cell[];
}

export const NAME: Column = { name: 'Name', type: 'string', format: 'name', priority: 0 };
export const AGE: Column = { name: 'Age', type: 'string', format: '', priority: 0 };
/** What kinds without a printer of their own show: a date instead of an age. */
export const CREATED_AT: Column = { name: 'Created At', type: 'date', format: '', priority: 0 };

export function text(name: string): Column {
  return { name, type: 'string', format: '', priority: 0 };
}

export function integer(name: string): Column {
  return { name, type: 'integer', format: '', priority: 0 };
}

export function bool(name: string): Column {
  return { name, type: 'boolean', format: '', priority: 0 };
}

/** A column that only `-o wide` shows. */
export function wide(name: string): Column {
  return { name, type: 'string', format: '', priority: 1 };
}
