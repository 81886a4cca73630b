/** The kind of definitions itself: described as it describes others. */
import type { CustomType, PrinterColumn, ScalePaths, StructuralSchema } from '../../api/custom.ts';
import { customKey, type Kind, type KubeObject } from '../../api/kinds.ts';
import type { ObjectMeta } from '../../api/meta/v1/meta.schema.ts';

export const GROUP = 'apiextensions.k8s.io';
export const DEFINITION_KEY = customKey('Cluster', 'CustomResourceDefinition', 'customresourcedefinitions', GROUP);
export const CLEANUP = 'customresourcecleanup.apiextensions.k8s.io';

export interface DefinitionNames {
  readonly plural: string;
  readonly singular?: string;
  readonly shortNames?: readonly string[];
  readonly kind: string;
  readonly listKind?: string;
  readonly categories?: readonly string[];
}

export interface DefinitionVersion {
  readonly name: string;
  readonly served: boolean;
  readonly storage: boolean;
  readonly deprecated?: boolean;
  readonly deprecationWarning?: string;
  readonly schema?: { readonly openAPIV3Schema?: StructuralSchema };
  readonly subresources?: { readonly status?: object; readonly scale?: ScalePaths };
  readonly additionalPrinterColumns?: readonly PrinterColumn[];
  readonly selectableFields?: readonly { readonly jsonPath: string }[];
}

export interface DefinitionCondition {
  readonly type: string;
  readonly status: string;
  readonly lastTransitionTime: string;
  readonly reason: string;
  readonly message: string;
}

export interface Definition {
  readonly kind: string;
  readonly apiVersion: string;
  readonly metadata: ObjectMeta;
  readonly spec: {
    readonly group: string;
    readonly names: DefinitionNames;
    readonly scope: 'Cluster' | 'Namespaced';
    readonly versions: readonly DefinitionVersion[];
    readonly conversion?: { readonly strategy: string };
    readonly preserveUnknownFields?: boolean;
  };
  readonly status?: {
    readonly conditions?: readonly DefinitionCondition[];
    readonly acceptedNames?: DefinitionNames;
    readonly storedVersions?: readonly string[];
  };
}

export function asDefinition(object: unknown): Definition {
  return object as Definition;
}

export function asObject(definition: Definition): KubeObject {
  return definition as unknown as KubeObject;
}

const STRING: StructuralSchema = { type: 'string' };
const BOOLEAN: StructuralSchema = { type: 'boolean' };
const STRINGS: StructuralSchema = { type: 'array', items: STRING };
const ANYTHING: StructuralSchema = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };

const NAMES: StructuralSchema = {
  type: 'object',
  description: 'names specify the resource and kind names for the custom resource.',
  required: ['plural', 'kind'],
  properties: {
    categories: STRINGS,
    kind: STRING,
    listKind: STRING,
    plural: STRING,
    shortNames: STRINGS,
    singular: STRING,
  },
};

const COLUMN: StructuralSchema = {
  type: 'object',
  required: ['name', 'type', 'jsonPath'],
  properties: {
    description: STRING,
    format: STRING,
    jsonPath: STRING,
    name: STRING,
    priority: { type: 'integer', format: 'int32' },
    type: STRING,
  },
};

const VERSION: StructuralSchema = {
  type: 'object',
  required: ['name', 'served', 'storage'],
  properties: {
    additionalPrinterColumns: { type: 'array', items: COLUMN },
    deprecated: BOOLEAN,
    deprecationWarning: STRING,
    name: STRING,
    schema: { type: 'object', properties: { openAPIV3Schema: ANYTHING } },
    selectableFields: {
      type: 'array',
      items: { type: 'object', required: ['jsonPath'], properties: { jsonPath: STRING } },
    },
    served: BOOLEAN,
    storage: BOOLEAN,
    subresources: {
      type: 'object',
      properties: {
        scale: {
          type: 'object',
          required: ['specReplicasPath', 'statusReplicasPath'],
          properties: { labelSelectorPath: STRING, specReplicasPath: STRING, statusReplicasPath: STRING },
        },
        status: ANYTHING,
      },
    },
  },
};

const CONDITION: StructuralSchema = {
  type: 'object',
  required: ['type', 'status'],
  properties: { lastTransitionTime: STRING, message: STRING, reason: STRING, status: STRING, type: STRING },
};

const SCHEMA: StructuralSchema = {
  type: 'object',
  description:
    'CustomResourceDefinition represents a resource that should be exposed on the API server.  Its name MUST be in the format <.spec.name>.<.spec.group>.',
  required: ['spec'],
  properties: {
    spec: {
      type: 'object',
      description: 'spec describes how the user wants the resources to appear',
      required: ['group', 'names', 'scope', 'versions'],
      properties: {
        conversion: { type: 'object', properties: { strategy: STRING, webhook: ANYTHING } },
        group: STRING,
        names: NAMES,
        preserveUnknownFields: BOOLEAN,
        scope: STRING,
        versions: { type: 'array', items: VERSION },
      },
    },
    status: {
      type: 'object',
      description: 'status indicates the actual state of the CustomResourceDefinition',
      properties: {
        acceptedNames: NAMES,
        conditions: {
          type: 'array',
          items: CONDITION,
          'x-kubernetes-list-type': 'map',
          'x-kubernetes-list-map-keys': ['type'],
        },
        storedVersions: STRINGS,
      },
    },
  },
};

const COLUMNS: readonly PrinterColumn[] = [
  { name: 'Created At', type: 'date', jsonPath: '.metadata.creationTimestamp' },
];

const CUSTOM: CustomType = {
  key: DEFINITION_KEY,
  schema: SCHEMA,
  columns: COLUMNS,
  selectable: [],
  statusIs: 'Subresource',
  storageVersion: 'v1',
  role: 'Definition',
  listKind: 'CustomResourceDefinitionList',
};

/** Every cluster serves it. Models: https://github.com/kubernetes/apiextensions-apiserver/blob/v0.35.0/pkg/apis/apiextensions/v1/types.go */
export const DEFINITION_KIND: Kind = {
  kind: 'CustomResourceDefinition' as Kind['kind'],
  group: GROUP,
  version: 'v1',
  apiVersion: `${GROUP}/v1`,
  plural: 'customresourcedefinitions',
  singular: 'customresourcedefinition',
  shortNames: ['crd', 'crds'],
  categories: ['api-extensions'],
  scope: 'Cluster',
  verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
  subresources: ['status'],
  schema: 'custom/v1.CustomResourceDefinition',
  custom: CUSTOM,
};
