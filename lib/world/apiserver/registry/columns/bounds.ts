/** Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/printers/internalversion/printers.go */
import type { ObjectOf } from '../../../api/kinds.ts';
import { AGE, bool, integer, NAME, type Printer, text } from '../../table/column.ts';
import { age } from '../../table/duration.ts';
import { plainPrinter } from './plain.ts';

export const limitRangePrinter: Printer<ObjectOf<'LimitRange'>> = plainPrinter;

export const podDisruptionBudgetPrinter: Printer<ObjectOf<'PodDisruptionBudget'>> = {
  columns: [NAME, text('Min Available'), text('Max Unavailable'), integer('Allowed Disruptions'), AGE],
  row: ({ metadata, spec, status }, nowMs) => [
    metadata.name,
    String(spec.minAvailable ?? 'N/A'),
    String(spec.maxUnavailable ?? 'N/A'),
    status.disruptionsAllowed,
    age(metadata.creationTimestamp, nowMs),
  ],
};

export const resourceQuotaPrinter: Printer<ObjectOf<'ResourceQuota'>> = {
  columns: [NAME, text('Request'), text('Limit'), AGE],
  row({ metadata, status }, nowMs) {
    const { hard = {}, used = {} } = status;
    const shown = Object.keys(hard).sort();
    const column = (which: 'Request' | 'Limit') =>
      shown
        .filter((name) => name.startsWith('limits.') === (which === 'Limit'))
        .map((name) => `${name}: ${used[name] ?? '0'}/${hard[name]}`)
        .join(', ');
    return [metadata.name, column('Request'), column('Limit'), age(metadata.creationTimestamp, nowMs)];
  },
};

export const priorityClassPrinter: Printer<ObjectOf<'PriorityClass'>> = {
  columns: [NAME, integer('Value'), bool('Global-Default'), AGE, text('PreemptionPolicy')],
  row: ({ metadata, value, globalDefault, preemptionPolicy }, nowMs) => [
    metadata.name,
    value,
    globalDefault ?? false,
    age(metadata.creationTimestamp, nowMs),
    preemptionPolicy ?? '',
  ],
};

export const runtimeClassPrinter: Printer<ObjectOf<'RuntimeClass'>> = {
  columns: [NAME, text('Handler'), AGE],
  row: ({ metadata, handler }, nowMs) => [metadata.name, handler, age(metadata.creationTimestamp, nowMs)],
};
