/**
 * Values that fields allow, with what the API documentation says of each: of the fields that touch networking or the
 * life of a pod.
 *
 * Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/staging/src/k8s.io/api (types marked +enum),
 * https://github.com/kubernetes/kube-openapi/blob/master/pkg/generators/enum.go
 * Differs: other fields have no list.
 */

/** Value and its sentence; empty where it has none. */
type Values = Readonly<Record<string, string>>;

const PROTOCOL: Values = {
  SCTP: 'is the SCTP protocol.',
  TCP: 'is the TCP protocol.',
  UDP: 'is the UDP protocol.',
};
const PULL_POLICY: Values = {
  Always: 'means that kubelet always attempts to pull the latest image. Container will fail If the pull fails.',
  IfNotPresent:
    "means that kubelet pulls if the image isn't present on disk. Container will fail if the image isn't present and the pull fails.",
  Never:
    "means that kubelet never pulls an image, but only uses a local image. Container will fail if the image isn't present",
};
const TAINT_EFFECT: Values = {
  NoExecute: 'Evict any already-running pods that do not tolerate the taint. Currently enforced by NodeController.',
  NoSchedule:
    'Do not allow new pods to schedule onto the node unless they tolerate the taint, but allow all pods submitted to Kubelet without going through the scheduler to start, and allow all already-running pods to continue running. Enforced by the scheduler.',
  PreferNoSchedule:
    'Like TaintEffectNoSchedule, but the scheduler tries not to schedule new pods onto the node, rather than prohibiting new pods from scheduling onto the node entirely. Enforced by the scheduler.',
};
const MESSAGE_POLICY: Values = {
  FallbackToLogsOnError:
    'will read the most recent contents of the container logs for the container status message when the container exits with an error and the terminationMessagePath has no contents.',
  File: "is the default behavior and will set the container status message to the contents of the container's terminationMessagePath when the container exits.",
};

const ENUMS: Readonly<Record<string, Values>> = {
  'core/v1.ServiceSpec.type': {
    ClusterIP: 'means a service will only be accessible inside the cluster, via the cluster IP.',
    ExternalName:
      'means a service consists of only a reference to an external name that kubedns or equivalent will return as a CNAME record, with no exposing or proxying of any pods involved.',
    LoadBalancer:
      "means a service will be exposed via an external load balancer (if the cloud provider supports it), in addition to 'NodePort' type.",
    NodePort: "means a service will be exposed on one port of every node, in addition to 'ClusterIP' type.",
  },
  'core/v1.ServiceSpec.sessionAffinity': { ClientIP: 'is the Client IP based.', None: '- no session affinity.' },
  'core/v1.ServiceSpec.externalTrafficPolicy': {
    Cluster: 'routes traffic to all endpoints.',
    Local:
      'preserves the source IP of the traffic by routing only to endpoints on the same node as the traffic was received on (dropping the traffic if there are no local endpoints).',
  },
  'core/v1.ServiceSpec.internalTrafficPolicy': {
    Cluster: 'routes traffic to all endpoints.',
    Local:
      'routes traffic only to endpoints on the same node as the client pod (dropping the traffic if there are no local endpoints).',
  },
  'core/v1.ServicePort.protocol': PROTOCOL,
  'core/v1.ContainerPort.protocol': PROTOCOL,
  'core/v1.EndpointPort.protocol': PROTOCOL,
  'core/v1.Container.imagePullPolicy': PULL_POLICY,
  'core/v1.EphemeralContainer.imagePullPolicy': PULL_POLICY,
  'core/v1.Container.terminationMessagePolicy': MESSAGE_POLICY,
  'core/v1.EphemeralContainer.terminationMessagePolicy': MESSAGE_POLICY,
  'core/v1.PodSpec.restartPolicy': { Always: '', Never: '', OnFailure: '' },
  'core/v1.PodSpec.dnsPolicy': {
    ClusterFirst:
      'indicates that the pod should use cluster DNS first unless hostNetwork is true, if it is available, then fall back on the default (as determined by kubelet) DNS settings.',
    ClusterFirstWithHostNet:
      'indicates that the pod should use cluster DNS first, if it is available, then fall back on the default (as determined by kubelet) DNS settings.',
    Default: 'indicates that the pod should use the default (as determined by kubelet) DNS settings.',
    None: 'indicates that the pod should use empty DNS settings. DNS parameters such as nameservers and search paths should be defined via DNSConfig.',
  },
  'core/v1.Taint.effect': TAINT_EFFECT,
  'core/v1.Toleration.effect': TAINT_EFFECT,
  'core/v1.HTTPGetAction.scheme': {
    HTTP: 'means that the scheme used will be http://',
    HTTPS: 'means that the scheme used will be https://',
  },
  'apps/v1.DeploymentStrategy.type': {
    Recreate: 'Kill all existing pods before creating new ones.',
    RollingUpdate:
      'Replace the old ReplicaSets by new one using rolling update i.e gradually scale down the old ReplicaSets and scale up the new one.',
  },
  'apps/v1.DaemonSetUpdateStrategy.type': {
    OnDelete: "Replace the old daemons only when it's killed",
    RollingUpdate:
      'Replace the old daemons by new ones using rolling update i.e replace them on each node one after the other.',
  },
  'batch/v1.CronJobSpec.concurrencyPolicy': {
    Allow: 'allows CronJobs to run concurrently.',
    Forbid: "forbids concurrent runs, skipping next run if previous hasn't finished yet.",
    Replace: 'cancels currently running job and replaces it with a new one.',
  },
  'discovery/v1.EndpointSlice.addressType': {
    FQDN: 'represents a FQDN.',
    IPv4: 'represents an IPv4 Address.',
    IPv6: 'represents an IPv6 Address.',
  },
};

export interface AllowedValues {
  /** In order. */
  readonly values: readonly string[];
  /** What the description of the field ends with. */
  readonly text: string;
}

/** Undefined for a field whose values are not listed. */
export function findAllowed(struct: string, field: string): AllowedValues | undefined {
  const known = ENUMS[`${struct}.${field}`];
  if (!known) return undefined;
  const values = Object.keys(known).sort();
  const lines = values.map((value) => ` - \`${JSON.stringify(value)}\`${known[value] ? ` ${known[value]}` : ''}`);
  return { values, text: `\n\nPossible enum values:\n${lines.join('\n')}` };
}
