/** Endpoint slices of Services with a selector. Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/controller/endpointslice/endpointslice_controller.go */
import type { Endpoint } from '../../api/discovery/v1/endpointslice.schema.ts';
import { type Cluster, clusterTable } from '../../cluster.ts';
import type { IpFamily } from '../../net/ip.ts';
import type { Controller, ControllerContext } from '../controller.ts';
import { findPodAddress, listAddressTypes } from '../endpoints/families.ts';
import { findHostname, isHeadless, listMembers, listServiceKeys, portsOf } from '../endpoints/members.ts';
import { type Group, groupKey, type Layout, layOut } from '../endpoints/slices.ts';
import {
  controllerReference,
  type EndpointSlice,
  keyOf,
  namespaceOf,
  type Pod,
  type Service,
  splitKey,
} from '../objects.ts';
import { isPodReady } from '../pod-state.ts';
import { isSame } from '../same.ts';

const SERVICE_NAME = 'kubernetes.io/service-name';
const MANAGED_BY = 'endpointslice.kubernetes.io/managed-by';
const MANAGER = 'endpointslice-controller.k8s.io';
const HEADLESS = 'service.kubernetes.io/headless';
const ZONE = 'topology.kubernetes.io/zone';

export const endpointslice: Controller = {
  name: 'endpointslice',
  watches: {
    Service: ({ object }) => (object ? [keyOf(object as Service)] : []),
    Pod: (change, { client }) => listServiceKeys(change, client),
    EndpointSlice: ({ object, previous }, { cluster }) => {
      if (isWriting(cluster)) return [];
      const slice = (object ?? previous) as EndpointSlice;
      const service = slice.metadata.labels?.[SERVICE_NAME];
      return service && isManaged(slice) ? [`${slice.metadata.namespace}/${service}`] : [];
    },
  },
  reconcile(key, context) {
    const { namespace, name } = splitKey(key);
    const service = context.client.find('Service', name, namespace);
    if (!service || service.metadata.deletionTimestamp !== undefined) return;
    if (service.spec.type === 'ExternalName') removeAll(service, context);
    else if (service.spec.selector && Object.keys(service.spec.selector).length > 0) sync(service, context);
  },
};

function isManaged(slice: EndpointSlice): boolean {
  return slice.metadata.labels?.[MANAGED_BY] === MANAGER;
}

function listSlices(service: Service, { client }: ControllerContext): EndpointSlice[] {
  return client
    .list('EndpointSlice', namespaceOf(service))
    .filter((slice) => isManaged(slice) && slice.metadata.labels?.[SERVICE_NAME] === service.metadata.name);
}

function removeAll(service: Service, context: ControllerContext): void {
  for (const slice of listSlices(service, context)) {
    context.client.delete('EndpointSlice', slice.metadata.name, namespaceOf(slice));
  }
}

const WRITING = 'writing';

/** The slices that change now are the controller's own doing: no reason to look at them again. */
function isWriting(cluster: Cluster): boolean {
  return clusterTable<boolean>(cluster, 'endpointslice').get(WRITING) ?? false;
}

function sync(service: Service, context: ControllerContext): void {
  const existing = listSlices(service, context);
  const families = listAddressTypes(service);
  const table = clusterTable<boolean>(context.cluster, 'endpointslice');
  const groups = families.map((family) => groupsOf(service, family, context));
  table.set(WRITING, true);
  for (const [index, family] of families.entries()) {
    const own = existing.filter(({ addressType }) => addressType === family);
    write(service, family, own, layOut(groups[index] ?? [], own), context);
  }
  for (const { addressType, metadata } of existing) {
    if (!families.includes(addressType as IpFamily))
      context.client.delete('EndpointSlice', metadata.name, namespaceOf(service));
  }
  table.delete(WRITING);
}

function write(
  service: Service,
  family: IpFamily,
  existing: readonly EndpointSlice[],
  { create, update, remove }: Layout,
  { client }: ControllerContext,
): void {
  const labels = labelsOf(service);
  const touched = new Set(update.map(({ metadata }) => metadata.name));
  for (const slice of update) client.update('EndpointSlice', { ...slice, metadata: { ...slice.metadata, labels } });
  for (const slice of remove) client.delete('EndpointSlice', slice.metadata.name, namespaceOf(slice));
  for (const slice of existing) {
    if (touched.has(slice.metadata.name) || remove.includes(slice)) continue;
    if (isSame(slice.metadata.labels, labels)) continue;
    client.update('EndpointSlice', { ...slice, metadata: { ...slice.metadata, labels } });
  }
  for (const wanted of create) {
    client.create('EndpointSlice', {
      apiVersion: 'discovery.k8s.io/v1',
      kind: 'EndpointSlice',
      metadata: {
        name: '',
        generateName: `${service.metadata.name}-`,
        namespace: namespaceOf(service),
        labels,
        ownerReferences: [controllerReference(service, 'v1', 'Service')],
      },
      addressType: family,
      ...wanted,
    });
  }
}

/** The Service's own labels, without those that the controller sets itself. */
function labelsOf(service: Service): Record<string, string> {
  const labels: Record<string, string> = { ...service.metadata.labels };
  delete labels[HEADLESS];
  if (isHeadless(service)) labels[HEADLESS] = '';
  labels[SERVICE_NAME] = service.metadata.name;
  labels[MANAGED_BY] = MANAGER;
  return labels;
}

function groupsOf(service: Service, family: IpFamily, context: ControllerContext): Group[] {
  const groups = new Map<string, { ports: Group['ports']; endpoints: Endpoint[] }>();
  for (const pod of listMembers(service, context.client)) {
    const address = findPodAddress(pod, family);
    if (address === undefined) continue;
    const ports = portsOf(service, pod);
    const key = groupKey(ports);
    const group = groups.get(key) ?? { ports, endpoints: [] };
    group.endpoints.push(endpointOf(service, pod, address, context));
    groups.set(key, group);
  }
  return [...groups.values()];
}

/** `ready` is what `publishNotReadyAddresses` says it is; `serving` is the pod's own word. */
function endpointOf(service: Service, pod: Pod, address: string, { client }: ControllerContext): Endpoint {
  const serving = isPodReady(pod);
  const terminating = pod.metadata.deletionTimestamp !== undefined;
  const ready = !!service.spec.publishNotReadyAddresses || (serving && !terminating);
  const hostname = findHostname(service, pod);
  const nodeName = pod.spec.nodeName;
  const zone = nodeName && client.find('Node', nodeName)?.metadata.labels?.[ZONE];
  return {
    addresses: [address],
    conditions: { ready, serving, terminating },
    ...(hostname === undefined ? {} : { hostname }),
    targetRef: {
      kind: 'Pod',
      namespace: namespaceOf(pod),
      name: pod.metadata.name,
      ...(pod.metadata.uid === undefined ? {} : { uid: pod.metadata.uid }),
    },
    ...(nodeName ? { nodeName } : {}),
    ...(zone ? { zone } : {}),
    ...(ready ? hintsOf(service, nodeName, zone) : {}),
  };
}

/**
 * For whom a ready endpoint is meant: its own zone, and with PreferSameNode its own node before that. The mode Auto comes before
 * `trafficDistribution`, and is not modelled.
 * Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/staging/src/k8s.io/endpointslice/trafficdist/trafficdist.go
 */
function hintsOf(
  { spec, metadata }: Service,
  nodeName: string | undefined,
  zone: string | undefined,
): Pick<Endpoint, 'hints'> {
  const auto = metadata.annotations?.['service.kubernetes.io/topology-mode']?.toLowerCase() === 'auto';
  if (!spec.trafficDistribution || auto) return {};
  const forZones = zone ? { forZones: [{ name: zone }] } : {};
  const forNodes = spec.trafficDistribution === 'PreferSameNode' && nodeName ? { forNodes: [{ name: nodeName }] } : {};
  return zone || 'forNodes' in forNodes ? { hints: { ...forZones, ...forNodes } } : {};
}
