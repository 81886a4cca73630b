/**
 * Which names a definition gets, and what its status says of it.
 *
 * Models: https://github.com/kubernetes/apiextensions-apiserver/blob/v0.35.0/pkg/controller/status/naming_controller.go,
 * https://github.com/kubernetes/apiextensions-apiserver/blob/v0.35.0/pkg/controller/establish/establishing_controller.go
 * Differs: it happens within the write, where the real controllers take a moment.
 */

import { listKinds } from '../../api/kinds.ts';
import { formatTime } from '../../api/time.ts';
import type { WriteContext } from '../strategy.ts';
import { CLEANUP, type Definition, type DefinitionCondition, type DefinitionNames } from './definition.ts';
import { conditionOf, listDefinitions } from './kinds.ts';

/** Open to change, for the write that fills it in. */
interface OpenDefinition {
  metadata: { finalizers?: string[] };
  spec: { names: { singular?: string; listKind?: string; kind: string }; conversion?: { strategy: string } };
  status?: object;
}

export function setDefinitionDefaults(draft: Definition): void {
  const open = draft as unknown as OpenDefinition;
  const { names } = open.spec;
  if (names?.kind) {
    names.singular ||= names.kind.toLowerCase();
    names.listKind ||= `${names.kind}List`;
  }
  open.spec.conversion ??= { strategy: 'None' };
  open.spec.conversion.strategy ||= 'None';
}

interface Conflict {
  readonly reason: string;
  readonly message: string;
}

function takenNames(definition: Definition, { cluster }: WriteContext): { names: Set<string>; kinds: Set<string> } {
  const { group } = definition.spec;
  const names = new Set<string>();
  const kinds = new Set<string>();
  for (const kind of listKinds().filter((one) => one.group === group)) {
    for (const name of [kind.plural, kind.singular, ...kind.shortNames]) names.add(name);
    kinds.add(kind.kind).add(`${kind.kind}List`);
  }
  for (const other of listDefinitions(cluster)) {
    if (other.spec.group !== group || other.metadata.name === definition.metadata.name) continue;
    const accepted = other.status?.acceptedNames;
    if (!accepted) continue;
    for (const name of [accepted.plural, accepted.singular, ...(accepted.shortNames ?? [])]) if (name) names.add(name);
    for (const name of [accepted.kind, accepted.listKind]) if (name) kinds.add(name);
  }
  return { names, kinds };
}

function conflictOf(definition: Definition, context: WriteContext): Conflict | undefined {
  const taken = takenNames(definition, context);
  const { plural, singular, shortNames = [], kind, listKind } = definition.spec.names;
  const used = (reason: string, name: string): Conflict => ({
    reason,
    message: `${JSON.stringify(name)} is already in use`,
  });
  if (taken.names.has(plural)) return used('PluralConflict', plural);
  if (singular && taken.names.has(singular)) return used('SingularConflict', singular);
  const short = shortNames.find((one) => taken.names.has(one));
  if (short) return used('ShortNamesConflict', short);
  if (taken.kinds.has(kind)) return used('KindConflict', kind);
  return listKind && taken.kinds.has(listKind) ? used('ListKindConflict', listKind) : undefined;
}

function conditionsOf(definition: Definition, conflict: Conflict | undefined, moment: string): DefinitionCondition[] {
  const names = conflict
    ? { type: 'NamesAccepted', status: 'False', ...conflict }
    : { type: 'NamesAccepted', status: 'True', reason: 'NoConflicts', message: 'no conflicts found' };
  const standing = conditionOf(definition, 'Established');
  const established =
    conflict && !standing
      ? { type: 'Established', status: 'False', reason: 'NotAccepted', message: 'not all names are accepted' }
      : {
          type: 'Established',
          status: 'True',
          reason: 'InitialNamesAccepted',
          message: 'the initial names have been accepted',
        };
  const before = definition.status?.conditions ?? [];
  const dated = [names, established].map((one) => {
    const last = before.find(({ type }) => type === one.type);
    return { lastTransitionTime: last?.status === one.status ? last.lastTransitionTime : moment, ...one };
  });
  return [...dated, ...before.filter(({ type }) => type !== 'NamesAccepted' && type !== 'Established')];
}

/** Writes the status of a definition that is new or has changed. */
export function establish(draft: Definition, old: Definition | undefined, context: WriteContext): void {
  const { cluster, nowMs } = context;
  const known = { ...draft, ...(old?.status ? { status: old.status } : {}) } as Definition;
  const conflict = conflictOf(draft, context);
  const storing = draft.spec.versions?.find((one) => one.storage)?.name;
  const stored = old?.status?.storedVersions ?? [];
  const acceptedNames: DefinitionNames = conflict
    ? (old?.status?.acceptedNames ?? { kind: '', plural: '' })
    : draft.spec.names;
  const open = draft as unknown as OpenDefinition;
  open.status = {
    acceptedNames: JSON.parse(JSON.stringify(acceptedNames)) as object,
    conditions: conditionsOf(known, conflict, formatTime(nowMs, cluster.epochMs)),
    storedVersions: storing === undefined || stored.includes(storing) ? [...stored] : [...stored, storing],
  };
  const { finalizers = [] } = open.metadata;
  if (!conflict && !finalizers.includes(CLEANUP) && draft.metadata.deletionTimestamp === undefined) {
    open.metadata.finalizers = [...finalizers, CLEANUP];
  }
}
