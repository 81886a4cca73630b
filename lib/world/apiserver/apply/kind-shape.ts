import type { Kind } from '../../api/kinds.ts';
import { customShape } from '../custom/shape.ts';
import { type Shape, shapeOf } from './shape.ts';

/** The shape of a kind: of its struct, or of the schema that it brings. */
export function shapeOfKind(kind: Kind): Shape {
  return kind.custom ? customShape(kind.custom) : shapeOf(kind.schema);
}
