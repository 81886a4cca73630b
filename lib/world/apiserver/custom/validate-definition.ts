/** Models: https://github.com/kubernetes/apiextensions-apiserver/blob/v0.35.0/pkg/apis/apiextensions/validation/validation.go */
import { duplicate, type FieldError, invalid, notSupported, required } from '../registry/validation/field-error.ts';
import { isDns1035Label, isDns1123Subdomain } from '../registry/validation/names.ts';
import type { Definition, DefinitionNames, DefinitionVersion } from './definition.ts';
import { conditionOf } from './kinds.ts';
import { parsePath } from './simple-path.ts';
import { validateSchema } from './validate-schema.ts';

const APPROVAL = 'api-approved.kubernetes.io';
const COLUMN_TYPES = ['boolean', 'date', 'integer', 'number', 'string'];
const PROTECTED = /(^|\.)(k8s\.io|kubernetes\.io)$/;

function label(field: string, value: string | undefined): FieldError[] {
  if (!value) return [required(field)];
  return isDns1035Label(value).map((text) => invalid(field, value, text));
}

function nameErrors(names: DefinitionNames): FieldError[] {
  const { plural, singular, shortNames = [], kind, listKind, categories = [] } = names;
  const optional = (field: string, values: readonly string[]) =>
    values.flatMap((value, at) =>
      isDns1035Label(value).map((text) => invalid(`spec.names.${field}[${at}]`, value, text)),
    );
  const kindAt = (field: string, value: string | undefined): FieldError[] => {
    if (!value) return [required(`spec.names.${field}`)];
    const sentences = isDns1035Label(value.toLowerCase());
    return sentences.map((text) =>
      invalid(`spec.names.${field}`, value, `may have mixed case, but should otherwise match: ${text}`),
    );
  };
  const same = kind && kind === listKind;
  return [
    ...label('spec.names.plural', plural),
    ...(singular ? label('spec.names.singular', singular) : []),
    ...optional('shortNames', shortNames),
    ...kindAt('kind', kind),
    ...kindAt('listKind', listKind),
    ...(same ? [invalid('spec.names.listKind', listKind, 'kind and listKind may not be the same')] : []),
    ...optional('categories', categories),
  ];
}

function versionErrors(version: DefinitionVersion, path: string): FieldError[] {
  const { name, schema, additionalPrinterColumns = [], subresources } = version;
  const schemaAt = `${path}.schema.openAPIV3Schema`;
  const root = schema?.openAPIV3Schema;
  const paths = [
    ['specReplicasPath', '.spec.'],
    ['statusReplicasPath', '.status.'],
  ] as const;
  const scaleErrors = subresources?.scale
    ? paths.flatMap(([field, below]) => {
        const at = `${path}.subresources.scale.${field}`;
        const value = subresources.scale?.[field];
        if (!value) return [required(at)];
        return value.startsWith(below) ? [] : [invalid(at, value, `should be a json path under ${below.slice(0, -1)}`)];
      })
    : [];
  return [
    ...label(`${path}.name`, name),
    ...(root ? validateSchema(root, schemaAt) : [required(schemaAt, 'schemas are required')]),
    ...scaleErrors,
    ...additionalPrinterColumns.flatMap((column, at) => {
      const here = `${path}.additionalPrinterColumns[${at}]`;
      return [
        ...(column.name ? [] : [required(`${here}.name`)]),
        ...(column.type
          ? COLUMN_TYPES.includes(column.type)
            ? []
            : [invalid(`${here}.type`, column.type, `must be one of ${COLUMN_TYPES.join(',')}`)]
          : [required(`${here}.type`, `must be one of ${COLUMN_TYPES.join(',')}`)]),
        ...(parsePath(column.jsonPath ?? '')
          ? []
          : [invalid(`${here}.jsonPath`, column.jsonPath ?? '', 'is an invalid JSONPath: not modelled')]),
      ];
    }),
  ];
}

function groupErrors({ spec, metadata }: Definition): FieldError[] {
  const { group } = spec;
  if (!group) return [required('spec.group')];
  const words = isDns1123Subdomain(group).map((text) => invalid('spec.group', group, text));
  if (words.length > 0) return words;
  if (!group.includes('.')) return [invalid('spec.group', group, 'should be a domain with at least one dot')];
  if (!PROTECTED.test(group) || metadata.annotations?.[APPROVAL]) return [];
  const detail = `protected groups must have approval annotation "${APPROVAL}", see https://github.com/kubernetes/enhancements/pull/1111`;
  return [required(`metadata.annotations[${APPROVAL}]`, detail)];
}

function versionsErrors(versions: readonly DefinitionVersion[]): FieldError[] {
  const names = new Set<string>();
  const doubles = versions.flatMap(({ name }, at) => {
    if (names.has(name)) return [duplicate(`spec.versions[${at}].name`, name)];
    names.add(name);
    return [];
  });
  const storing = versions.filter((one) => one.storage).length;
  const one = 'must have exactly one version marked as storage version';
  return [
    ...versions.flatMap((version, at) => versionErrors(version, `spec.versions[${at}]`)),
    ...doubles,
    ...(storing === 1
      ? []
      : [
          invalid(
            'spec.versions',
            versions.map(({ name }) => name),
            one,
          ),
        ]),
  ];
}

export function validateDefinition(definition: Definition): FieldError[] {
  const { spec, metadata } = definition;
  const wanted = `${spec.names.plural}.${spec.group}`;
  const scopes = ['Cluster', 'Namespaced'];
  const scope = !spec.scope
    ? [required('spec.scope')]
    : scopes.includes(spec.scope)
      ? []
      : [notSupported('spec.scope', spec.scope, scopes)];
  const conversion = spec.conversion?.strategy ?? 'None';
  return [
    ...(metadata.name === wanted
      ? []
      : [invalid('metadata.name', metadata.name, 'must be spec.names.plural+"."+spec.group')]),
    ...groupErrors(definition),
    ...scope,
    ...versionsErrors(spec.versions),
    ...(conversion === 'None' ? [] : [notSupported('spec.conversion.strategy', conversion, ['None'])]),
    ...(spec.preserveUnknownFields ? [invalid('spec.preserveUnknownFields', true, 'must be false')] : []),
    ...nameErrors(spec.names),
  ];
}

export function validateDefinitionUpdate(definition: Definition, old: Definition): FieldError[] {
  const errors = validateDefinition(definition);
  const names = new Set(definition.spec.versions.map(({ name }) => name));
  for (const [at, stored] of (old.status?.storedVersions ?? []).entries()) {
    if (!names.has(stored))
      errors.push(invalid(`status.storedVersions[${at}]`, stored, 'must appear in spec.versions'));
  }
  if (!conditionOf(old, 'Established')) return errors;
  const immutable = (field: string, now: unknown, before: unknown) => {
    if (now !== before) errors.push(invalid(field, now, 'field is immutable'));
  };
  immutable('spec.group', definition.spec.group, old.spec.group);
  immutable('spec.scope', definition.spec.scope, old.spec.scope);
  immutable('spec.names.kind', definition.spec.names.kind, old.spec.names.kind);
  immutable('spec.names.plural', definition.spec.names.plural, old.spec.names.plural);
  return errors;
}
