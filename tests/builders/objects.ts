/** Objects for tests: `aPod('web').labelled({ app: 'web' }).onNode('a').build()`. */
import type { Node } from '../../lib/world/api/core/v1/node.schema.ts';
import type { Container, Pod, PodSpec } from '../../lib/world/api/core/v1/pod.schema.ts';
import type { Service, ServicePort, ServiceSpec } from '../../lib/world/api/core/v1/service.schema.ts';
import type { Endpoint, EndpointPort, EndpointSlice } from '../../lib/world/api/discovery/v1/endpointslice.schema.ts';

type Labels = Readonly<Record<string, string>>;

export function aContainer(name = 'app', rest: Partial<Container> = {}): Container {
  return { name, image: 'nginx:1.27', ...rest };
}

export function aPod(name: string) {
  const make = (pod: Pod) => ({
    labelled: (labels: Labels) => make({ ...pod, metadata: { ...pod.metadata, labels } }),
    inNamespace: (namespace: string) => make({ ...pod, metadata: { ...pod.metadata, namespace } }),
    onNode: (nodeName: string) => make({ ...pod, spec: { ...pod.spec, nodeName } }),
    containing: (...containers: Container[]) => make({ ...pod, spec: { ...pod.spec, containers } }),
    with: (spec: Partial<PodSpec>) => make({ ...pod, spec: { ...pod.spec, ...spec } }),
    /** Running and ready at that address. */
    running: (podIP: string) =>
      make({
        ...pod,
        status: {
          phase: 'Running',
          podIP,
          podIPs: [{ ip: podIP }],
          conditions: [
            { type: 'Ready', status: 'True' },
            { type: 'ContainersReady', status: 'True' },
          ],
          containerStatuses: pod.spec.containers.map(({ name: container, image = '' }) => ({
            name: container,
            image,
            imageID: '',
            ready: true,
            started: true,
            restartCount: 0,
            state: { running: { startedAt: 0 } },
          })),
        },
      }),
    build: (): Pod => pod,
  });
  const metadata = { name, namespace: 'default' };
  return make({ kind: 'Pod', apiVersion: 'v1', metadata, spec: { containers: [aContainer()] }, status: {} });
}

export function aService(name: string) {
  const make = (service: Service) => ({
    inNamespace: (namespace: string) => make({ ...service, metadata: { ...service.metadata, namespace } }),
    selecting: (selector: Labels) => make({ ...service, spec: { ...service.spec, selector } }),
    on: (...ports: ServicePort[]) => make({ ...service, spec: { ...service.spec, ports } }),
    with: (spec: Partial<ServiceSpec>) => make({ ...service, spec: { ...service.spec, ...spec } }),
    build: (): Service => service,
  });
  const metadata = { name, namespace: 'default' };
  return make({ kind: 'Service', apiVersion: 'v1', metadata, spec: { ports: [{ port: 80 }] }, status: {} });
}

export function anEndpointSlice(name: string, ports: EndpointPort[], endpoints: Endpoint[]): EndpointSlice {
  const metadata = { name, namespace: 'default' };
  return { kind: 'EndpointSlice', apiVersion: 'discovery.k8s.io/v1', metadata, addressType: 'IPv4', endpoints, ports };
}

/** A ready node with that internal address. */
export function aNode(name: string, address: string): Node {
  return {
    kind: 'Node',
    apiVersion: 'v1',
    metadata: { name, labels: { 'kubernetes.io/hostname': name } },
    spec: {},
    status: {
      addresses: [{ type: 'InternalIP', address }],
      conditions: [{ type: 'Ready', status: 'True' }],
    },
  };
}
