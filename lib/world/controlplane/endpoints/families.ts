/** Endpoints by family: a Service has slices of each of its families, and in them the pods that have an address of it. */
import { familyOf, type IpFamily } from '../../net/ip.ts';
import type { Pod, Service } from '../objects.ts';

/** Models: https://github.com/kubernetes/endpointslice/blob/v0.35.0/utils.go (getAddressTypesForService) */
export function listAddressTypes({ spec }: Service): readonly IpFamily[] {
  if (spec.ipFamilies?.length) return spec.ipFamilies as readonly IpFamily[];
  return [spec.clusterIP?.includes(':') ? 'IPv6' : 'IPv4'];
}

/** Undefined: the pod has none of that family. */
export function findPodAddress({ status }: Pod, family: IpFamily): string | undefined {
  const { podIP, podIPs } = status;
  if (podIP && familyOf(podIP) === family) return podIP;
  return podIPs?.find(({ ip }) => ip && familyOf(ip) === family)?.ip;
}
