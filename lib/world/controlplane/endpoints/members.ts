/** Which pods stand behind a Service, and on which ports. Models: https://github.com/kubernetes/endpointslice/blob/v0.35.0/utils.go */
import type { ServicePort } from '../../api/core/v1/service.schema.ts';
import type { EndpointPort } from '../../api/discovery/v1/endpointslice.schema.ts';
import type { Change, Client } from '../../apiserver/client.ts';
import type { Pod, Service } from '../objects.ts';
import { keyOf, namespaceOf } from '../objects.ts';
import { isPodNews, isPodTerminal } from '../pod-state.ts';
import { matchesLabels } from '../selector.ts';

/** Services that this change of a pod concerns. */
export function listServiceKeys(change: Change, client: Client): string[] {
  if (change.kind !== 'Pod' || !isPodNews(change)) return [];
  const { object: pod, previous } = change;
  const namespace = namespaceOf((pod ?? previous) as Pod);
  return client
    .list('Service', namespace)
    .filter((service) => selects(service, pod) || selects(service, previous))
    .map(keyOf);
}

function selects(service: Service, pod: Pod | undefined): boolean {
  const { selector, type } = service.spec;
  return !!pod && !!selector && type !== 'ExternalName' && matchesLabels(selector, pod.metadata.labels);
}

/** Pods that the Service's selector finds and that have an address, sorted by name. */
export function listMembers(service: Service, client: Client): Pod[] {
  return client
    .list('Pod', namespaceOf(service))
    .filter((pod) => selects(service, pod) && !isPodTerminal(pod) && !!pod.status.podIP);
}

/** The pod's ports for the Service's ports; a named target port that the pod does not have is left out. */
export function portsOf(service: Service, pod: Pod): EndpointPort[] {
  return (service.spec.ports ?? []).flatMap((port) => {
    const number = findTargetPort(port, pod);
    if (number === undefined) return [];
    const { name = '', protocol = 'TCP', appProtocol } = port;
    return [{ name, port: number, protocol, ...(appProtocol === undefined ? {} : { appProtocol }) }];
  });
}

/** Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/api/v1/pod/util.go (FindPort) */
function findTargetPort({ targetPort, port, protocol = 'TCP' }: ServicePort, pod: Pod): number | undefined {
  if (typeof targetPort !== 'string') return targetPort ?? port;
  const sidecars = (pod.spec.initContainers ?? []).filter(({ restartPolicy }) => restartPolicy === 'Always');
  for (const container of [...pod.spec.containers, ...sidecars]) {
    const named = container.ports?.find((each) => each.name === targetPort && (each.protocol ?? 'TCP') === protocol);
    if (named) return named.containerPort;
  }
  return undefined;
}

/** The pod's own name below the Service's, when it asked for one. */
export function findHostname(service: Service, pod: Pod): string | undefined {
  const { hostname, subdomain } = pod.spec;
  return hostname && subdomain === service.metadata.name ? hostname : undefined;
}

export function isHeadless(service: Service): boolean {
  return service.spec.clusterIP === 'None';
}
