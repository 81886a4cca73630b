/** The legacy Endpoints object of a Service with a selector. Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/controller/endpoint/endpoints_controller.go */
import type { EndpointAddress, EndpointSubset } from '../../api/core/v1/endpoints.schema.ts';
import type { EndpointPort } from '../../api/discovery/v1/endpointslice.schema.ts';
import type { Controller, ControllerContext } from '../controller.ts';
import { findPodAddress, listAddressTypes } from '../endpoints/families.ts';
import { findHostname, isHeadless, listMembers, listServiceKeys, portsOf } from '../endpoints/members.ts';
import { groupKey } from '../endpoints/slices.ts';
import { keyOf, namespaceOf, type Pod, type Service, splitKey } from '../objects.ts';
import { isPodReady } from '../pod-state.ts';
import { isSame } from '../same.ts';

const MAX_ADDRESSES = 1000;
const OVER_CAPACITY = 'endpoints.kubernetes.io/over-capacity';
const MANAGED_BY = 'endpoints.kubernetes.io/managed-by';
const HEADLESS = 'service.kubernetes.io/headless';

export const endpoints: Controller = {
  name: 'endpoints',
  watches: {
    Service: ({ object, previous }) => [keyOf((object ?? previous) as Service)],
    Pod: (change, { client }) => listServiceKeys(change, client),
  },
  reconcile(key, context) {
    const { namespace, name } = splitKey(key);
    const service = context.client.find('Service', name, namespace);
    if (!service) removeOf(name, namespace, context);
    else if (service.spec.selector && service.spec.type !== 'ExternalName') sync(service, context);
  },
};

/** Hand-written Endpoints of a Service that is gone go with it too. */
function removeOf(name: string, namespace: string, { client }: ControllerContext): void {
  if (client.find('Endpoints', name, namespace)) client.delete('Endpoints', name, namespace);
}

function sync(service: Service, { client }: ControllerContext): void {
  const { name } = service.metadata;
  const namespace = namespaceOf(service);
  const { subsets, truncated } = subsetsOf(service, listMembers(service, client));
  const standing = client.find('Endpoints', name, namespace);
  const labels = labelsOf(service);
  const annotations = truncated ? { annotations: { [OVER_CAPACITY]: 'truncated' } } : {};
  if (!standing) {
    client.create('Endpoints', {
      apiVersion: 'v1',
      kind: 'Endpoints',
      metadata: { name, namespace, labels, ...annotations },
      ...(subsets.length > 0 ? { subsets } : {}),
    });
    return;
  }
  const same = isSame(standing.subsets ?? [], subsets) && isSame(standing.metadata.labels ?? {}, labels);
  if (same) return;
  const { subsets: _, ...rest } = standing;
  const metadata = { ...standing.metadata, labels, ...annotations };
  client.update('Endpoints', { ...rest, metadata, ...(subsets.length > 0 ? { subsets } : {}) });
}

function labelsOf(service: Service): Record<string, string> {
  const labels: Record<string, string> = { ...service.metadata.labels };
  delete labels[HEADLESS];
  if (isHeadless(service)) labels[HEADLESS] = '';
  labels[MANAGED_BY] = 'endpoint-controller';
  return labels;
}

interface Subset {
  readonly ports: readonly EndpointPort[];
  readonly addresses: EndpointAddress[];
  readonly notReadyAddresses: EndpointAddress[];
}

/** One subset for each set of ports, its addresses sorted, ready ones kept first when there are too many. */
function subsetsOf(service: Service, pods: readonly Pod[]): { subsets: EndpointSubset[]; truncated: boolean } {
  const groups = new Map<string, Subset>();
  const publish = service.spec.publishNotReadyAddresses ?? false;
  const [family = 'IPv4'] = listAddressTypes(service);
  for (const pod of pods) {
    const ip = findPodAddress(pod, family);
    if (ip === undefined) continue;
    if (pod.metadata.deletionTimestamp !== undefined && !publish) continue;
    const ports = portsOf(service, pod);
    if (ports.length === 0 && !isHeadless(service)) continue;
    const key = groupKey(ports);
    const group = groups.get(key) ?? { ports, addresses: [], notReadyAddresses: [] };
    groups.set(key, group);
    (publish || isPodReady(pod) ? group.addresses : group.notReadyAddresses).push(addressOf(service, pod, ip));
  }
  let room = MAX_ADDRESSES;
  const total = [...groups.values()].reduce(
    (sum, each) => sum + each.addresses.length + each.notReadyAddresses.length,
    0,
  );
  const cut = (addresses: EndpointAddress[]) => {
    const kept = addresses.sort(byAddress).slice(0, room);
    room -= kept.length;
    return kept;
  };
  const sorted = [...groups.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, group]) => group);
  const ready = sorted.map((group) => cut(group.addresses));
  const subsets = sorted.map((group, index) => subset(group.ports, ready[index] ?? [], cut(group.notReadyAddresses)));
  return { subsets, truncated: total > MAX_ADDRESSES };
}

function subset(
  ports: readonly EndpointPort[],
  addresses: readonly EndpointAddress[],
  notReadyAddresses: readonly EndpointAddress[],
): EndpointSubset {
  return {
    ...(addresses.length ? { addresses } : {}),
    ...(notReadyAddresses.length ? { notReadyAddresses } : {}),
    ...(ports.length ? { ports: ports.map(portOf) } : {}),
  };
}

/** Unnamed here is absent, not empty. */
function portOf({ name, port, protocol, appProtocol }: EndpointPort): NonNullable<EndpointSubset['ports']>[number] {
  return {
    ...(name ? { name } : {}),
    port: port ?? 0,
    ...(protocol ? { protocol } : {}),
    ...(appProtocol ? { appProtocol } : {}),
  };
}

function addressOf(service: Service, pod: Pod, ip: string): EndpointAddress {
  const hostname = findHostname(service, pod);
  return {
    ip,
    ...(hostname === undefined ? {} : { hostname }),
    ...(pod.spec.nodeName ? { nodeName: pod.spec.nodeName } : {}),
    targetRef: {
      kind: 'Pod',
      namespace: namespaceOf(pod),
      name: pod.metadata.name,
      ...(pod.metadata.uid ? { uid: pod.metadata.uid } : {}),
    },
  };
}

function byAddress(a: EndpointAddress, b: EndpointAddress): number {
  return a.ip < b.ip ? -1 : 1;
}
