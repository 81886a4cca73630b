/** Names a thing of a world: an object of a cluster, optionally one field of it. AWS resources join this union with their topics. */
export interface Ref {
  readonly cluster: string;
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace?: string;
  readonly name: string;
  /** A field path as Kubernetes prints it, such as `spec.ports[0].targetPort`. */
  readonly field?: string;
}

/** `Service shop/cart spec.ports[0]` */
export function formatRef(ref: Ref): string {
  const name = ref.namespace ? `${ref.namespace}/${ref.name}` : ref.name;
  return [ref.kind, name, ref.field].filter(Boolean).join(' ');
}
