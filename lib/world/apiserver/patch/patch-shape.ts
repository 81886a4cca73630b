/** How the schemas say that fields merge. */
import { type FieldType, getStruct } from '../../api/schema.ts';
import type { PatchField, PatchShape } from './strategic-merge.ts';

function innerShape(type: FieldType): PatchShape | undefined {
  switch (type.form) {
    case 'struct':
      return patchShape(type.struct);
    case 'list':
      return innerShape(type.element);
    case 'map':
    case 'scalar':
      return undefined;
    default:
      return type satisfies never;
  }
}

/** The merge rules of a struct's fields, such as `core/v1.Pod`. */
export function patchShape(schema: string): PatchShape {
  const struct = getStruct(schema);
  return (name): PatchField | undefined => {
    const field = struct.byName.get(name);
    if (!field) return undefined;
    const strategy = field.strategies.find((one) => one === 'merge' || one === 'replace');
    return {
      strategy: strategy as 'merge' | 'replace' | undefined,
      mergeKey: field.mergeKey,
      shape: innerShape(field.type),
    };
  };
}
