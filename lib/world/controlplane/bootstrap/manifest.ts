/** A manifest as JSON, as `kubectl create -f` sends it. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly [field: string]: unknown };
  readonly [field: string]: unknown;
}

/** Where EKS keeps the images of its add-ons. Models: https://docs.aws.amazon.com/eks/latest/userguide/add-ons-images.html */
export function eksImage(region: string, image: string): string {
  return `602401143452.dkr.ecr.${region}.amazonaws.com/${image}`;
}
