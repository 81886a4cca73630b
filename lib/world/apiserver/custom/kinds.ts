/** The kinds that a cluster's definitions make, worked out once for each version of a definition. */
import type { CustomType } from '../../api/custom.ts';
import { customKey, getKind, type Kind, type KindName } from '../../api/kinds.ts';
import type { Cluster } from '../../cluster.ts';
import { findObject, listObjects } from '../store.ts';
import {
  asDefinition,
  DEFINITION_KEY,
  DEFINITION_KIND,
  type Definition,
  type DefinitionVersion,
} from './definition.ts';

const VERBS = ['delete', 'deletecollection', 'get', 'list', 'patch', 'create', 'update', 'watch'];
const AGE = [{ name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' }];

const made = new WeakMap<Definition, readonly Kind[]>();

export function conditionOf({ status }: Definition, type: string): boolean {
  return status?.conditions?.some((one) => one.type === type && one.status === 'True') ?? false;
}

export function keyOfDefinition({ spec }: Definition): KindName {
  return customKey(spec.scope, spec.names.kind, spec.names.plural, spec.group);
}

function warningOf({ spec }: Definition, version: DefinitionVersion): string | undefined {
  if (!version.deprecated) return undefined;
  return version.deprecationWarning ?? `${spec.group}/${version.name} ${spec.names.kind} is deprecated`;
}

function customOf(definition: Definition, version: DefinitionVersion): CustomType {
  const { spec } = definition;
  const { status, scale } = version.subresources ?? {};
  const warning = warningOf(definition, version);
  return {
    key: keyOfDefinition(definition),
    schema: version.schema?.openAPIV3Schema ?? { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
    columns: version.additionalPrinterColumns?.length ? version.additionalPrinterColumns : AGE,
    selectable: (version.selectableFields ?? []).map(({ jsonPath }) => jsonPath),
    statusIs: status ? 'Subresource' : 'Field',
    ...(scale ? { scale } : {}),
    storageVersion: spec.versions.find((one) => one.storage)?.name ?? version.name,
    ...(warning ? { warning } : {}),
    role: 'Resource',
    listKind: spec.names.listKind ?? `${spec.names.kind}List`,
  };
}

function kindOf(definition: Definition, version: DefinitionVersion): Kind {
  const { group, scope } = definition.spec;
  const { plural, kind, singular, shortNames = [], categories = [] } = definition.spec.names;
  const { status, scale } = version.subresources ?? {};
  return {
    kind: kind as KindName,
    group,
    version: version.name,
    apiVersion: `${group}/${version.name}`,
    plural,
    singular: singular ?? kind.toLowerCase(),
    shortNames,
    categories,
    scope,
    verbs: VERBS,
    subresources: [...(status ? ['status'] : []), ...(scale ? ['scale'] : [])],
    schema: `custom/${definition.metadata.uid}/${definition.metadata.generation}/${group}/${version.name}.${kind}`,
    custom: customOf(definition, version),
  };
}

/** The served versions of an established definition. */
function kindsOf(definition: Definition): readonly Kind[] {
  const known = made.get(definition);
  if (known) return known;
  const served = definition.spec.versions.filter((one) => one.served).map((one) => kindOf(definition, one));
  const kinds = conditionOf(definition, 'Established') ? served : [];
  made.set(definition, kinds);
  return kinds;
}

export function listDefinitions(cluster: Cluster): Definition[] {
  return listObjects(cluster, DEFINITION_KEY).map(asDefinition);
}

/** The kind of definitions and all that they define. */
export function listCustomKinds(cluster: Cluster): Kind[] {
  return [DEFINITION_KIND, ...listDefinitions(cluster).flatMap(kindsOf)];
}

export function findCustomKind(cluster: Cluster, group: string, version: string, plural: string): Kind | undefined {
  if (group === DEFINITION_KIND.group) {
    return version === 'v1' && plural === DEFINITION_KIND.plural ? DEFINITION_KIND : undefined;
  }
  const definition = findObject(cluster, DEFINITION_KEY, `${plural}.${group}`);
  return definition && kindsOf(asDefinition(definition)).find((one) => one.version === version);
}

/** The kind behind a name of the store, in its storage version where a definition makes it. */
export function kindIn(cluster: Cluster, name: KindName): Kind {
  if (!name.includes(':')) return getKind(name);
  if (name === DEFINITION_KEY) return DEFINITION_KIND;
  const { plural, group } = getKind(name);
  const found = findObject(cluster, DEFINITION_KEY, `${plural}.${group}`);
  if (!found) return getKind(name);
  const definition = asDefinition(found);
  const version = definition.spec.versions.find((one) => one.storage);
  return version
    ? (kindsOf(definition).find((one) => one.version === version.name) ?? kindOf(definition, version))
    : getKind(name);
}

/** One kind for each definition whose objects may stand in the store, and that of definitions themselves. */
export function listStoredCustom(cluster: Cluster): Kind[] {
  const definitions = listDefinitions(cluster);
  if (definitions.length === 0) return [];
  return [DEFINITION_KIND, ...definitions.map((one) => kindIn(cluster, keyOfDefinition(one)))].filter(
    (kind) => kind.custom,
  );
}
