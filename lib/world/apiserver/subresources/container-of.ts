/** Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/registry/core/pod/strategy.go (validateContainer) */
import type { ContainerStatus, Pod } from '../../api/core/v1/pod.schema.ts';
import { badRequest } from '../status.ts';

function namesOf(containers: readonly { readonly name: string }[] | undefined): string[] {
  return (containers ?? []).map(({ name }) => name);
}

/** The container that a log or exec request means; throws the 400 when that is not clear. */
export function containerOf({ metadata, spec }: Pod, wanted: string | undefined): string {
  const own = namesOf(spec.containers);
  const first = namesOf(spec.initContainers);
  const all = [...own, ...first, ...namesOf(spec.ephemeralContainers)];
  if (wanted) {
    if (all.includes(wanted)) return wanted;
    throw badRequest(`container ${wanted} is not valid for pod ${metadata.name}`);
  }
  if (own.length === 1) return own[0] as string;
  const choices = own.length > 0 ? `, choose one of: [${own.join(' ')}]` : '';
  const others = first.length > 0 ? ` or one of the init containers: [${first.join(' ')}]` : '';
  throw badRequest(`a container name must be specified for pod ${metadata.name}${choices}${others}`);
}

export function findStatus({ status }: Pod, container: string): ContainerStatus | undefined {
  const all = [
    ...(status.containerStatuses ?? []),
    ...(status.initContainerStatuses ?? []),
    ...(status.ephemeralContainerStatuses ?? []),
  ];
  return all.find(({ name }) => name === container);
}
