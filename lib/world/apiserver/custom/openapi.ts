/** A custom kind's model. Models: https://github.com/kubernetes/apiextensions-apiserver/blob/v0.35.0/pkg/controller/openapi/builder/builder.go */
import type { CustomType } from '../../api/custom.ts';
import type { JsonObject } from '../../api/decoding.ts';
import { textOf } from '../../api/texts.ts';

const POD = 'core/v1.Pod';

export function customModel({ schema }: CustomType, metadata: JsonObject): JsonObject {
  const text = (field: string): JsonObject => ({ type: 'string', description: textOf(POD, field) });
  const { properties, ...rest } = schema;
  return {
    ...rest,
    properties: {
      ...properties,
      apiVersion: text('apiVersion'),
      kind: text('kind'),
      metadata: { description: textOf(POD, 'metadata'), ...('$ref' in metadata ? { allOf: [metadata] } : metadata) },
    },
  };
}
