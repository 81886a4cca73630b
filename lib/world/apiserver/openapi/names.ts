/** How Kubernetes' OpenAPI documents name types: `io.k8s.api.core.v1.Pod`. */
import type { Kind } from '../../api/kinds.ts';

const META = 'io.k8s.apimachinery.pkg.apis.meta.v1';

export const TIME = `${META}.Time`;
export const MICRO_TIME = `${META}.MicroTime`;
export const FIELDS = `${META}.FieldsV1`;
export const RAW = 'io.k8s.apimachinery.pkg.runtime.RawExtension';
export const QUANTITY = 'io.k8s.apimachinery.pkg.api.resource.Quantity';
export const INT_OR_STRING = 'io.k8s.apimachinery.pkg.util.intstr.IntOrString';

/** The name of a struct such as `core/v1.PodSpec`. */
export function modelName(struct: string): string {
  const [folder = '', rest = ''] = struct.split('/');
  return folder === 'meta' ? `io.k8s.apimachinery.pkg.apis.meta.${rest}` : `io.k8s.api.${folder}.${rest}`;
}

export function listName(kind: Kind): string {
  return `${kindModelName(kind)}List`;
}

/** The name of a kind's model; a custom kind's group stands in reverse. */
export function kindModelName({ schema, custom, group, version, kind }: Kind): string {
  return custom ? `${group.split('.').reverse().join('.')}.${version}.${kind}` : modelName(schema);
}

/** The path under which a group's version has its document: `api/v1`, `apis/apps/v1`. */
export function documentPath(group: string, version: string): string {
  return group === '' ? `api/${version}` : `apis/${group}/${version}`;
}
