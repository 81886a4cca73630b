/**
 * The columns of a custom kind: its name, and what its definition names by path.
 *
 * Models: https://github.com/kubernetes/apiextensions-apiserver/blob/v0.35.0/pkg/registry/customresource/tableconvertor/tableconvertor.go
 */
import type { CustomType, PrinterColumn } from '../../api/custom.ts';
import type { Kind, KubeObject } from '../../api/kinds.ts';
import { parseTime } from '../../api/time.ts';
import type { Cell, Printer } from '../table/column.ts';
import { NAME } from '../table/column.ts';
import { humanDuration } from '../table/duration.ts';
import { encodeCustom } from './codec.ts';
import { findValues, parsePath } from './simple-path.ts';

function ageOf(text: string, nowMs: number, epochMs: number): string {
  const parsed = parseTime(text, epochMs);
  return parsed.ok ? humanDuration(nowMs - parsed.instant) : '<invalid>';
}

function goText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** An absent value is an empty cell, which the client prints as `<none>` or as nothing. */
function cellOf(column: PrinterColumn, object: unknown, nowMs: number, epochMs: number): Cell {
  const values = findValues(parsePath(column.jsonPath) ?? [], object);
  const [first] = values;
  if (values.length === 0) return null as unknown as Cell;
  switch (column.type) {
    case 'integer':
    case 'number': {
      const number = Number(first);
      if (Number.isNaN(number)) return null as unknown as Cell;
      return column.type === 'integer' ? Math.trunc(number) : number;
    }
    case 'boolean':
      return typeof first === 'boolean' ? first : (null as unknown as Cell);
    case 'date':
      return typeof first === 'string' ? ageOf(first, nowMs, epochMs) : '<unknown>';
    default:
      return goText(first);
  }
}

function columnType(type: string): 'string' | 'integer' | 'number' | 'boolean' | 'date' {
  return type === 'integer' || type === 'number' || type === 'boolean' || type === 'date' ? type : 'string';
}

const printers = new WeakMap<CustomType, Printer<KubeObject>>();

export function customPrinter(kind: Kind, custom: CustomType): Printer<KubeObject> {
  const known = printers.get(custom);
  if (known) return known;
  const printer: Printer<KubeObject> = {
    columns: [
      NAME,
      ...custom.columns.map(({ name, type, priority = 0 }) => ({
        name,
        type: columnType(type),
        format: '' as const,
        priority: priority > 0 ? (1 as const) : (0 as const),
      })),
    ],
    row(object, nowMs, epochMs) {
      const json = encodeCustom(kind, object, epochMs);
      const name = object.metadata.name ?? '';
      return [name, ...custom.columns.map((column) => printed(custom, column, json, nowMs, epochMs))];
    },
  };
  printers.set(custom, printer);
  return printer;
}

/** The kind of definitions prints the moment itself. */
function printed({ role }: CustomType, column: PrinterColumn, json: object, nowMs: number, epochMs: number): Cell {
  if (role === 'Definition') return String(findValues(parsePath(column.jsonPath) ?? [], json)[0] ?? '');
  return cellOf(column, json, nowMs, epochMs);
}
