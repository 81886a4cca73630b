/**
 * How the endpoints of a Service are laid out in slices: one group for each set of ports, at most 100 in a slice, and as
 * few slices touched as possible.
 * Models: https://github.com/kubernetes/endpointslice/blob/v0.35.0/reconciler.go
 */
import type { Endpoint, EndpointPort } from '../../api/discovery/v1/endpointslice.schema.ts';
import type { EndpointSlice } from '../objects.ts';
import { canonicalText } from '../pod-template.ts';
import { isSame } from '../same.ts';

const MAX_ENDPOINTS = 100;

/** Endpoints that have the same ports. */
export interface Group {
  readonly ports: readonly EndpointPort[];
  readonly endpoints: readonly Endpoint[];
}

export interface Layout {
  readonly create: readonly Pick<EndpointSlice, 'ports' | 'endpoints'>[];
  readonly update: readonly EndpointSlice[];
  readonly remove: readonly EndpointSlice[];
}

/** Groups are told apart by their ports alone. */
export function groupKey(ports: readonly EndpointPort[] | undefined): string {
  return canonicalText((ports ?? []).toSorted((a, b) => ((a.name ?? '') < (b.name ?? '') ? -1 : 1)));
}

/** An endpoint is the same one while its pod (or address) is. */
function endpointKey({ targetRef, addresses }: Endpoint): string {
  return targetRef?.uid ?? addresses.join(',');
}

export function layOut(groups: readonly Group[], existing: readonly EndpointSlice[]): Layout {
  const create: Pick<EndpointSlice, 'ports' | 'endpoints'>[] = [];
  const update: EndpointSlice[] = [];
  const remove: EndpointSlice[] = [];
  const byKey = new Map<string, EndpointSlice[]>();
  for (const slice of existing) {
    const key = groupKey(slice.ports);
    byKey.set(key, [...(byKey.get(key) ?? []), slice]);
  }
  for (const group of groups) {
    const key = groupKey(group.ports);
    layOutGroup(group, byKey.get(key) ?? [], { create, update, remove });
    byKey.delete(key);
  }
  for (const slices of byKey.values()) remove.push(...slices);
  return withPlaceholder(create, update, remove, existing);
}

interface Changes {
  readonly create: Pick<EndpointSlice, 'ports' | 'endpoints'>[];
  readonly update: EndpointSlice[];
  readonly remove: EndpointSlice[];
}

function layOutGroup(group: Group, slices: readonly EndpointSlice[], changes: Changes): void {
  const wanted = new Map(group.endpoints.map((endpoint) => [endpointKey(endpoint), endpoint]));
  const kept = slices.map((slice) => {
    const endpoints: Endpoint[] = [];
    for (const endpoint of slice.endpoints ?? []) {
      const next = wanted.get(endpointKey(endpoint));
      if (next) endpoints.push(next);
      wanted.delete(endpointKey(endpoint));
    }
    return { slice, endpoints };
  });
  const fresh = [...wanted.values()];
  for (const { endpoints } of kept) endpoints.push(...fresh.splice(0, MAX_ENDPOINTS - endpoints.length));
  for (const { slice, endpoints } of kept) {
    if (endpoints.length === 0) changes.remove.push(slice);
    else if (!isSame(endpoints, slice.endpoints)) changes.update.push({ ...slice, endpoints });
  }
  while (fresh.length > 0) changes.create.push({ ports: group.ports, endpoints: fresh.splice(0, MAX_ENDPOINTS) });
}

/** A Service without endpoints keeps one slice without any; an emptied slice becomes it. */
function withPlaceholder(
  create: Changes['create'],
  update: EndpointSlice[],
  remove: EndpointSlice[],
  existing: readonly EndpointSlice[],
): Layout {
  const left = existing.length - remove.length + create.length;
  if (left > 0) return reuse(create, update, remove);
  const [first, ...rest] = remove;
  if (!first) return { create: [{ ports: [], endpoints: [] }], update, remove };
  const isEmpty = (first.endpoints ?? []).length === 0 && (first.ports ?? []).length === 0;
  return { create, update: isEmpty ? update : [...update, { ...first, ports: [], endpoints: [] }], remove: rest };
}

/** A slice that would go takes the place of one that would be made. */
function reuse(create: Changes['create'], update: EndpointSlice[], remove: EndpointSlice[]): Layout {
  const left = [...remove];
  const made = create.filter((wanted) => {
    const spare = left.shift();
    if (spare) update.push({ ...spare, ...wanted });
    return !spare;
  });
  return { create: made, update, remove: left };
}
