/**
 * Small phrases that several tables share.
 *
 * Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/printers/internalversion/printers.go
 */
import type { LabelSelector } from '../selectors/label-selector.ts';

export const NONE = '<none>';

/** `a=b,c=d` sorted by key. */
export function formatLabels(labels: Readonly<Record<string, string>> | undefined): string {
  const pairs = Object.entries(labels ?? {}).map(([key, value]) => `${key}=${value}`);
  return pairs.length > 0 ? pairs.sort().join(',') : NONE;
}

function formatExpression(key: string, operator: string, values: readonly string[]): string {
  switch (operator) {
    case 'In':
      return `${key} in (${[...values].sort().join(',')})`;
    case 'NotIn':
      return `${key} notin (${[...values].sort().join(',')})`;
    case 'DoesNotExist':
      return `!${key}`;
    default:
      return key;
  }
}

/** A selector as `kubectl get -o wide` prints it: requirements sorted by key. */
export function formatSelector(selector: LabelSelector | undefined): string {
  if (!selector) return NONE;
  const parts = [
    ...Object.entries(selector.matchLabels ?? {}).map(([key, value]) => [key, `${key}=${value}`] as const),
    ...(selector.matchExpressions ?? []).map(
      ({ key, operator, values }) => [key, formatExpression(key, operator, values ?? [])] as const,
    ),
  ];
  const sorted = parts.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([, part]) => part);
  return sorted.length > 0 ? sorted.join(',') : NONE;
}

/** The first `max` of a list, and how many more there are. */
export function firstAndMore(list: readonly string[], max: number): string {
  const shown = list.slice(0, max).join(',');
  return list.length > max ? `${shown} + ${list.length - max} more...` : shown;
}

/** `RWO,ROX,RWX,RWOP`: the short names of access modes, always in this order. */
export function formatAccessModes(modes: readonly string[] | undefined): string {
  const short = { ReadWriteOnce: 'RWO', ReadOnlyMany: 'ROX', ReadWriteMany: 'RWX', ReadWriteOncePod: 'RWOP' };
  return Object.entries(short)
    .filter(([mode]) => modes?.includes(mode))
    .map(([, name]) => name)
    .join(',');
}

interface HasContainers {
  readonly containers: readonly { readonly name: string; readonly image?: string | undefined }[];
}

export function containerNames(spec: HasContainers | undefined): string {
  return (spec?.containers ?? []).map(({ name }) => name).join(',');
}

export function containerImages(spec: HasContainers | undefined): string {
  return (spec?.containers ?? []).map(({ image }) => image ?? '').join(',');
}
