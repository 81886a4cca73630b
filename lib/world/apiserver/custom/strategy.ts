/**
 * How custom objects and their definitions are written: one strategy that asks the definition.
 *
 * Models: https://github.com/kubernetes/apiextensions-apiserver/blob/v0.35.0/pkg/registry/customresource/strategy.go
 */
import type { CustomType } from '../../api/custom.ts';
import { isObject, type JsonObject } from '../../api/decoding.ts';
import type { KindName } from '../../api/kinds.ts';
import { type FieldError, invalidObject } from '../registry/validation/field-error.ts';
import type { Strategy, WriteContext } from '../strategy.ts';
import { evaluateRules } from './cel.ts';
import { encodeCustom } from './codec.ts';
import { asDefinition, type Definition, GROUP } from './definition.ts';
import { establish, setDefinitionDefaults } from './establish.ts';
import { kindIn } from './kinds.ts';
import { duplicatesIn } from './lists.ts';
import { setDefaults } from './prune.ts';
import { validateValue } from './validate.ts';
import { validateDefinition, validateDefinitionUpdate } from './validate-definition.ts';
import { formErrors } from './well-formed.ts';

interface Written {
  readonly custom: CustomType;
  readonly object: JsonObject;
}

/** The version of the request where it is one, else the stored one. */
function writtenOf(key: KindName, object: unknown, context: WriteContext): Written | undefined {
  const { kind = kindIn(context.cluster, key) } = context;
  return kind.custom && { custom: kind.custom, object: object as JsonObject };
}

function validateCustom(key: KindName, object: unknown, old: unknown, context: WriteContext): FieldError[] {
  const kind = context.kind ?? kindIn(context.cluster, key);
  const { custom } = kind;
  if (!custom) return [];
  const { epochMs } = context.cluster;
  if (custom.role === 'Definition') {
    const shape = validateValue(custom.schema, object, '');
    if (shape.length > 0) return shape;
    const definition = asDefinition(object);
    return old ? validateDefinitionUpdate(definition, asDefinition(old)) : validateDefinition(definition);
  }
  const json = encodeCustom(kind, object as object, epochMs);
  const errors = validateValue(custom.schema, json, '');
  const doubles = duplicatesIn(custom.schema, json, '');
  if (errors.length > 0 || doubles.length > 0) return [...errors, ...doubles];
  return evaluateRules(custom.schema, json, old ? encodeCustom(kind, old as object, epochMs) : undefined);
}

const SYSTEM = new Set(['kind', 'apiVersion', 'metadata']);

function strategyFor(key: KindName): Strategy<KindName> {
  return {
    kind: key,
    setDefaults(object, context) {
      const written = writtenOf(key, object, context);
      if (!written) return;
      if (written.custom.role === 'Definition') {
        checkForm(object, written.custom);
        setDefinitionDefaults(asDefinition(object));
      } else setDefaults(written.custom.schema, object);
    },
    prepareForCreate(object, context) {
      const written = writtenOf(key, object, context);
      if (!written) return;
      (object.metadata as { generation?: number }).generation = 1;
      if (written.custom.statusIs === 'Subresource') delete written.object.status;
      if (written.custom.role === 'Definition' && isWhole(object)) establish(asDefinition(object), undefined, context);
    },
    prepareForUpdate(object, old, context) {
      const written = writtenOf(key, object, context);
      if (!written) return;
      const before = (old as unknown as JsonObject).status;
      if (written.custom.statusIs === 'Subresource') {
        if (before === undefined) delete written.object.status;
        else written.object.status = before;
      }
      if (written.custom.role === 'Definition' && isWhole(object))
        establish(asDefinition(object), asDefinition(old), context);
    },
    prepareForStatusUpdate(object, old) {
      const next = object as unknown as JsonObject;
      const before = old as unknown as JsonObject;
      for (const name of Object.keys(next)) if (!SYSTEM.has(name) && name !== 'status') delete next[name];
      for (const name of Object.keys(before)) if (!SYSTEM.has(name) && name !== 'status') next[name] = before[name];
      const { managedFields, resourceVersion } = next.metadata as JsonObject;
      next.metadata = { ...(before.metadata as JsonObject), resourceVersion, managedFields };
    },
    validate: (object, context) => validateCustom(key, object, undefined, context),
    validateUpdate: (object, old, context) => validateCustom(key, object, old, context),
    statusOnUpdate: 'Given',
    validatesStatus: true,
    counted: (object, context) => countedOf(key, object, context),
    printer: { columns: [], row: () => [] },
  };
}

/** Throws the 422 of a definition whose parts are not of their types, before anybody reads them. */
function checkForm(object: unknown, { schema }: CustomType): void {
  const shape = validateValue(schema, object, '');
  const definition = asDefinition(object);
  const errors = shape.length > 0 ? shape : schemaFormErrors(definition);
  if (errors.length > 0) throw invalidObject('CustomResourceDefinition', GROUP, definition.metadata.name ?? '', errors);
}

function schemaFormErrors({ spec }: Definition): FieldError[] {
  return spec.versions.flatMap(({ schema }, at) => {
    const root = schema?.openAPIV3Schema;
    return root === undefined ? [] : formErrors(root, `spec.versions[${at}].schema.openAPIV3Schema`);
  });
}

/** What has the parts that the following steps read; anything else is refused by its schema. */
function isWhole(object: unknown): boolean {
  const { spec } = object as { spec?: unknown };
  return isObject(spec) && isObject(spec.names) && Array.isArray(spec.versions) && spec.versions.every(isObject);
}

function countedOf(key: KindName, object: unknown, context: WriteContext): unknown[] {
  const { custom } = kindIn(context.cluster, key);
  const fields = object as JsonObject;
  const own = Object.keys(fields).filter(
    (name) => !SYSTEM.has(name) && !(name === 'status' && custom?.statusIs === 'Subresource'),
  );
  return [JSON.stringify(own.sort()), ...own.map((name) => fields[name])];
}

const strategies = new Map<KindName, Strategy<KindName>>();
const MAX_KEPT = 1000;

/** The strategy behind a name of the store. */
export function customStrategy(key: KindName): Strategy<KindName> {
  const known = strategies.get(key);
  if (known) return known;
  const made = strategyFor(key);
  if (strategies.size < MAX_KEPT) strategies.set(key, made);
  return made;
}
