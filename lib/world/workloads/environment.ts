/** The environment variables of a container, in the order in which the kubelet makes them. */
import type { Container, Pod } from '../api/core/v1/pod.schema.ts';
import type { Service } from '../api/core/v1/service.schema.ts';
import type { Cluster } from '../cluster.ts';
import { entriesIn, findObject } from '../dataplane/objects.ts';
import { joinHostPort } from '../net/ip.ts';

/** An entry of `env`; structural, so that no generated name is needed here. */
type EnvVar = NonNullable<Container['env']>[number];

/**
 * Models: https://kubernetes.io/docs/concepts/containers/container-environment/
 * Differs: Services are read as they are now, not as they were when the container started.
 */
export function environmentOf(cluster: Cluster, pod: Pod, container: Container): Map<string, string> {
  const env = new Map<string, string>([
    ['PATH', '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'],
    ['HOSTNAME', hostnameOf(pod)],
  ]);
  addServices(cluster, pod, env);
  for (const source of container.envFrom ?? []) addEnvFrom(cluster, pod, source, env);
  for (const variable of container.env ?? []) {
    const value = resolveVariable(cluster, pod, container, variable, env);
    if (value !== undefined) env.set(variable.name, value);
  }
  return env;
}

/** `hostname` inside the pod; a pod of the host network has the node's. */
export function hostnameOf(pod: Pod): string {
  if (pod.spec?.hostNetwork) return pod.spec.nodeName ?? '';
  return (pod.spec?.hostname ?? pod.metadata?.name ?? '').slice(0, 63);
}

/**
 * Replaces `$(NAME)` by the variable's value and leaves it as it is when there is no such variable; `$$` is a dollar sign.
 * Models: https://kubernetes.io/docs/tasks/inject-data-application/define-interdependent-environment-variables/
 */
export function expandVariables(text: string, env: ReadonlyMap<string, string>): string {
  if (!text.includes('$')) return text;
  return text.replace(/\$\$|\$\(([^)]*)\)/g, (all, name: string | undefined) =>
    name === undefined ? '$' : (env.get(name) ?? all),
  );
}

function resolveVariable(
  cluster: Cluster,
  pod: Pod,
  container: Container,
  variable: EnvVar,
  env: ReadonlyMap<string, string>,
): string | undefined {
  const from = variable.valueFrom;
  if (!from) return expandVariables(variable.value ?? '', env);
  const namespace = pod.metadata?.namespace;
  if (from.fieldRef) return podField(pod, from.fieldRef.fieldPath);
  if (from.configMapKeyRef) {
    return findObject(cluster, 'ConfigMap', from.configMapKeyRef.name ?? '', namespace)?.data?.[
      from.configMapKeyRef.key
    ];
  }
  if (from.secretKeyRef) {
    return secretValue(cluster, from.secretKeyRef.name ?? '', namespace, from.secretKeyRef.key);
  }
  const resource = from.resourceFieldRef?.resource;
  if (!resource) return undefined;
  const [kind, name = ''] = resource.split('.');
  const amounts = kind === 'limits' ? container.resources?.limits : container.resources?.requests;
  return amounts?.[name] === undefined ? undefined : String(amounts[name]);
}

function secretValue(cluster: Cluster, name: string, namespace: string | undefined, key: string): string | undefined {
  const encoded = findObject(cluster, 'Secret', name, namespace)?.data?.[key];
  return encoded === undefined ? undefined : decodeBase64(String(encoded));
}

/** UTF-8 text of a base64 value. */
export function decodeBase64(encoded: string): string {
  const bytes = Uint8Array.from(atob(encoded), (character) => character.charCodeAt(0));
  return new TextDecoder().decode(bytes);
}

/** A downward API field. Undefined: not a field that the API server lets through. */
export function podField(pod: Pod, path: string): string | undefined {
  const keyed = /^metadata\.(labels|annotations)\['([^']+)'\]$/.exec(path);
  if (keyed) return pod.metadata?.[keyed[1] as 'labels' | 'annotations']?.[keyed[2] as string] ?? '';
  switch (path) {
    case 'metadata.name':
      return pod.metadata?.name;
    case 'metadata.namespace':
      return pod.metadata?.namespace;
    case 'metadata.uid':
      return pod.metadata?.uid;
    case 'spec.nodeName':
      return pod.spec?.nodeName;
    case 'spec.serviceAccountName':
      return pod.spec?.serviceAccountName;
    case 'status.podIP':
      return pod.status?.podIP;
    case 'status.podIPs':
      return joined(pod.status?.podIPs) ?? pod.status?.podIP;
    case 'status.hostIP':
      return pod.status?.hostIP;
    case 'status.hostIPs':
      return joined(pod.status?.hostIPs) ?? pod.status?.hostIP;
    default:
      return undefined;
  }
}

function joined(addresses: readonly { readonly ip?: string | undefined }[] | undefined): string | undefined {
  return addresses?.length ? addresses.map(({ ip }) => ip).join(',') : undefined;
}

type EnvFrom = NonNullable<Container['envFrom']>[number];

function addEnvFrom(cluster: Cluster, pod: Pod, source: EnvFrom, env: Map<string, string>): void {
  const namespace = pod.metadata?.namespace;
  const prefix = source.prefix ?? '';
  if (source.configMapRef) {
    const data = findObject(cluster, 'ConfigMap', source.configMapRef.name ?? '', namespace)?.data ?? {};
    for (const [key, value] of Object.entries(data)) env.set(prefix + key, String(value));
  }
  if (source.secretRef) {
    const data = findObject(cluster, 'Secret', source.secretRef.name ?? '', namespace)?.data ?? {};
    for (const [key, value] of Object.entries(data)) env.set(prefix + key, decodeBase64(String(value)));
  }
}

/** Those of the pod's namespace, unless it wants none, and the one of the API server; sorted by namespace and name. */
function listLinked(cluster: Cluster, pod: Pod): readonly Service[] {
  const namespace = pod.metadata?.namespace ?? '';
  const links = pod.spec?.enableServiceLinks ?? true;
  const own = links ? entriesIn(cluster, 'Service', namespace).map(([, service]) => service) : [];
  const server = findObject(cluster, 'Service', 'kubernetes', 'default');
  if (!server || own.includes(server)) return own;
  return namespace < 'default' ? [...own, server] : [server, ...own];
}

/** Models: https://kubernetes.io/docs/concepts/services-networking/service/#environment-variables */
function addServices(cluster: Cluster, pod: Pod, env: Map<string, string>): void {
  for (const service of listLinked(cluster, pod)) {
    const address = service.spec?.clusterIP;
    const ports = service.spec?.ports ?? [];
    if (!address || address === 'None' || !ports[0]) continue;
    const name = (service.metadata?.name ?? '').toUpperCase().replaceAll('-', '_');
    env.set(`${name}_SERVICE_HOST`, address);
    env.set(`${name}_SERVICE_PORT`, String(ports[0].port));
    env.set(`${name}_PORT`, `${(ports[0].protocol ?? 'TCP').toLowerCase()}://${joinHostPort(address, ports[0].port)}`);
    for (const port of ports) addServicePort(name, address, port, env);
  }
}

function addServicePort(
  name: string,
  address: string,
  port: { readonly name?: string | undefined; readonly port: number; readonly protocol?: string | undefined },
  env: Map<string, string>,
): void {
  const protocol = port.protocol ?? 'TCP';
  const prefix = `${name}_PORT_${port.port}_${protocol}`;
  if (port.name) env.set(`${name}_SERVICE_PORT_${port.name.toUpperCase().replaceAll('-', '_')}`, String(port.port));
  env.set(prefix, `${protocol.toLowerCase()}://${joinHostPort(address, port.port)}`);
  env.set(`${prefix}_PROTO`, protocol.toLowerCase());
  env.set(`${prefix}_PORT`, String(port.port));
  env.set(`${prefix}_ADDR`, address);
}
