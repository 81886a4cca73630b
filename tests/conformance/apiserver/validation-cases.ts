/** What the API server says of objects that it does not take: the sentence after `… "x" is invalid: `, with its source. */
import type { KindName } from '../../../lib/world/api/kinds.ts';

export interface ValidationCase {
  readonly says: string;
  readonly kind: KindName;
  /** What stands beside apiVersion, kind and metadata. */
  readonly rest?: object;
  readonly metadata?: object;
  readonly source: string;
}

const CORE = 'https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/apis/core/validation/validation.go';
const APPS = 'https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/apis/apps/validation/validation.go';
const BATCH = 'https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/apis/batch/validation/validation.go';
const SLICES = 'https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/apis/discovery/validation/validation.go';
const NAMES = 'https://github.com/kubernetes/apimachinery/blob/v0.35.0/pkg/util/validation/validation.go';
const META = 'https://github.com/kubernetes/apimachinery/blob/v0.35.0/pkg/api/validation/objectmeta.go';
const ALLOCATION = 'https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/registry/core/service/storage/alloc.go';

const container = { name: 'app', image: 'nginx' };
const pod = (spec: object) => ({ spec: { containers: [container], ...spec } });
const contains = (rest: object) => pod({ containers: [{ ...container, ...rest }] });
const service = (spec: object) => ({ spec: { selector: { app: 'x' }, ports: [{ port: 80 }], ...spec } });
const template = { metadata: { labels: { app: 'x' } }, spec: { containers: [container] } };
const selector = { matchLabels: { app: 'x' } };
const workload = (spec: object) => ({ spec: { selector, template, ...spec } });
const probe = (rest: object) => contains({ livenessProbe: rest });

const DNS_LABEL =
  "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";
const DNS_SUBDOMAIN =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
const DNS_1035 =
  "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')";
const QUALIFIED =
  "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";
const LABEL_VALUE =
  "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";
const IP = 'must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)';

export const METADATA_CASES: readonly ValidationCase[] = [
  {
    kind: 'Pod',
    metadata: { name: 'Web' },
    says: `metadata.name: Invalid value: "Web": ${DNS_SUBDOMAIN}`,
    source: NAMES,
  },
  {
    kind: 'Pod',
    metadata: { name: 'a'.repeat(254) },
    says: `metadata.name: Invalid value: "${'a'.repeat(254)}": must be no more than 253 bytes`,
    source: NAMES,
  },
  {
    kind: 'Service',
    metadata: { name: '1web' },
    says: `metadata.name: Invalid value: "1web": ${DNS_1035}`,
    source: NAMES,
  },
  {
    kind: 'Namespace',
    metadata: { name: 'a_b' },
    says: `metadata.name: Invalid value: "a_b": ${DNS_LABEL}`,
    source: NAMES,
  },
  {
    kind: 'Pod',
    metadata: { name: '' },
    says: 'metadata.name: Required value: name or generateName is required',
    source: META,
  },
  {
    kind: 'Pod',
    metadata: { name: 'x', labels: { '-a': 'b' } },
    says: `metadata.labels: Invalid value: "-a": ${QUALIFIED}`,
    source: NAMES,
  },
  {
    kind: 'Pod',
    metadata: { name: 'x', labels: { a: 'b c' } },
    says: `metadata.labels: Invalid value: "b c": ${LABEL_VALUE}`,
    source: NAMES,
  },
  {
    kind: 'Pod',
    metadata: { name: 'x', labels: { '/a': 'b' } },
    says: 'metadata.labels: Invalid value: "/a": prefix part must be non-empty',
    source: NAMES,
  },
  {
    kind: 'Pod',
    metadata: { name: 'x', annotations: { a: 'x'.repeat(262_145) } },
    says: 'metadata.annotations: Too long: may not be more than 262144 bytes',
    source: META,
  },
];

export const POD_CASES: readonly ValidationCase[] = [
  { kind: 'Pod', rest: pod({ containers: [] }), says: 'spec.containers: Required value', source: CORE },
  {
    kind: 'Pod',
    rest: pod({ containers: [{ name: 'app' }] }),
    says: 'spec.containers[0].image: Required value',
    source: CORE,
  },
  {
    kind: 'Pod',
    rest: pod({ containers: [{ image: 'x' }] }),
    says: 'spec.containers[0].name: Required value',
    source: CORE,
  },
  {
    kind: 'Pod',
    rest: pod({ containers: [container, container] }),
    says: 'spec.containers[1].name: Duplicate value: "app"',
    source: CORE,
  },
  {
    kind: 'Pod',
    rest: contains({ name: 'App' }),
    says: `spec.containers[0].name: Invalid value: "App": ${DNS_LABEL}`,
    source: CORE,
  },
  {
    kind: 'Pod',
    rest: contains({ image: ' nginx' }),
    says: 'spec.containers[0].image: Invalid value: " nginx": must not have leading or trailing whitespace',
    source: CORE,
  },
  {
    kind: 'Pod',
    rest: contains({ imagePullPolicy: 'Sometimes' }),
    says: 'spec.containers[0].imagePullPolicy: Unsupported value: "Sometimes": supported values: "Always", "IfNotPresent", "Never"',
    source: CORE,
  },
  {
    kind: 'Pod',
    rest: contains({ ports: [{ containerPort: 70_000 }] }),
    says: 'spec.containers[0].ports[0].containerPort: Invalid value: 70000: must be between 1 and 65535, inclusive',
    source: CORE,
  },
  {
    kind: 'Pod',
    rest: contains({ ports: [{ name: 'http' }] }),
    says: 'spec.containers[0].ports[0].containerPort: Required value',
    source: CORE,
  },
  {
    kind: 'Pod',
    rest: contains({ ports: [{ containerPort: 80, protocol: 'ICMP' }] }),
    says: 'spec.containers[0].ports[0].protocol: Unsupported value: "ICMP": supported values: "SCTP", "TCP", "UDP"',
    source: CORE,
  },
  {
    kind: 'Pod',
    rest: contains({ ports: [{ containerPort: 80, name: 'a-very-long-port-name' }] }),
    says: 'spec.containers[0].ports[0].name: Invalid value: "a-very-long-port-name": must be no more than 15 bytes',
    source: NAMES,
  },
  {
    kind: 'Pod',
    rest: contains({ ports: [{ containerPort: 80, name: '8080' }] }),
    says: 'spec.containers[0].ports[0].name: Invalid value: "8080": must contain at least one letter (a-z)',
    source: NAMES,
  },
  {
    kind: 'Pod',
    rest: contains({
      ports: [
        { containerPort: 80, name: 'a' },
        { containerPort: 81, name: 'a' },
      ],
    }),
    says: 'spec.containers[0].ports[1].name: Duplicate value: "a"',
    source: CORE,
  },
  {
    kind: 'Pod',
    rest: contains({ env: [{ name: 'A=B' }] }),
    says: `spec.containers[0].env[0].name: Invalid value: "A=B": a valid environment variable name must consist only of printable ASCII characters other than '='`,
    source: NAMES,
  },
  {
    kind: 'Pod',
    rest: contains({ env: [{ name: 'A', valueFrom: { fieldRef: { fieldPath: 'spec.foo' } } }] }),
    says: 'spec.containers[0].env[0].valueFrom.fieldRef.fieldPath: Invalid value: "spec.foo": error converting fieldPath: field label not supported: spec.foo',
    source: CORE,
  },
  {
    kind: 'Pod',
    rest: contains({ env: [{ name: 'A', value: 'x', valueFrom: { configMapKeyRef: { name: 'c', key: 'k' } } }] }),
    says: 'spec.containers[0].env[0].valueFrom: Invalid value: "": may not be specified when `value` is not empty',
    source: CORE,
  },
  {
    kind: 'Pod',
    rest: contains({ volumeMounts: [{ name: 'data', mountPath: '/data' }] }),
    says: 'spec.containers[0].volumeMounts[0].name: Not found: "data"',
    source: CORE,
  },
  {
    kind: 'Pod',
    rest: pod({ volumes: [{ name: 'v', configMap: {} }] }),
    says: 'spec.volumes[0].configMap.name: Required value',
    source: CORE,
  },
  {
    kind: 'Pod',
    rest: pod({ volumes: [{ name: 'v', emptyDir: {}, hostPath: { path: '/x' } }] }),
    says: 'spec.volumes[0].hostPath: Forbidden: may not specify more than 1 volume type',
    source: CORE,
  },
  {
    kind: 'Pod',
    rest: pod({ volumes: [{ name: 'v' }, { name: 'v' }] }),
    says: 'spec.volumes[1].name: Duplicate value: "v"',
    source: CORE,
  },
  {
    kind: 'Pod',
    rest: contains({ resources: { requests: { cpu: '2' }, limits: { cpu: '1' } } }),
    says: 'spec.containers[0].resources.requests: Invalid value: "2": must be less than or equal to cpu limit of 1',
    source: CORE,
  },
  {
    kind: 'Pod',
    rest: contains({ resources: { requests: { cpus: '1' } } }),
    says: '[spec.containers[0].resources.requests: Invalid value: "cpus": must be a standard resource type or fully qualified, spec.containers[0].resources.requests: Invalid value: "cpus": must be a standard resource for containers]',
    source: CORE,
  },
  {
    kind: 'Pod',
    rest: probe({}),
    says: 'spec.containers[0].livenessProbe: Required value: must specify a handler type',
    source: CORE,
  },
  {
    kind: 'Pod',
    rest: probe({ tcpSocket: { port: 0 } }),
    says: 'spec.containers[0].livenessProbe.tcpSocket.port: Invalid value: 0: must be between 1 and 65535, inclusive',
    source: CORE,
  },
  {
    kind: 'Pod',
    rest: probe({ tcpSocket: { port: 80 }, successThreshold: 2 }),
    says: 'spec.containers[0].livenessProbe.successThreshold: Invalid value: 2: must be 1',
    source: CORE,
  },
  {
    kind: 'Pod',
    rest: probe({ tcpSocket: { port: 80 }, httpGet: { port: 80 } }),
    says: 'spec.containers[0].livenessProbe.tcpSocket: Forbidden: may not specify more than 1 handler type',
    source: CORE,
  },
  {
    kind: 'Pod',
    rest: probe({ tcpSocket: { port: 80 }, periodSeconds: -1 }),
    says: 'spec.containers[0].livenessProbe.periodSeconds: Invalid value: -1: must be greater than or equal to 0',
    source: CORE,
  },
  {
    kind: 'Pod',
    rest: probe({ exec: {} }),
    says: 'spec.containers[0].livenessProbe.exec.command: Required value',
    source: CORE,
  },
  {
    kind: 'Pod',
    rest: pod({ restartPolicy: 'Sometimes' }),
    says: 'spec.restartPolicy: Unsupported value: "Sometimes": supported values: "Always", "OnFailure", "Never"',
    source: CORE,
  },
  {
    kind: 'Pod',
    rest: pod({ dnsPolicy: 'None' }),
    says: 'spec.dnsConfig: Required value: must provide `dnsConfig` when `dnsPolicy` is None',
    source: CORE,
  },
  {
    kind: 'Pod',
    rest: pod({ dnsPolicy: 'None', dnsConfig: { searches: ['a.b'] } }),
    says: 'spec.dnsConfig.nameservers: Required value: must provide at least one DNS nameserver when `dnsPolicy` is None',
    source: CORE,
  },
  {
    kind: 'Pod',
    rest: pod({ dnsConfig: { nameservers: ['1.1.1'] } }),
    says: `spec.dnsConfig.nameservers[0]: Invalid value: "1.1.1": ${IP}`,
    source: CORE,
  },
  {
    kind: 'Pod',
    rest: pod({ tolerations: [{ operator: 'Equal', value: 'x' }] }),
    says: 'spec.tolerations[0].operator: Invalid value: "Equal": operator must be Exists when `key` is empty, which means "match all values and all keys"',
    source: CORE,
  },
  {
    kind: 'Pod',
    rest: pod({ tolerations: [{ key: 'a', operator: 'Exists', effect: 'NoSchedule', tolerationSeconds: 5 }] }),
    says: 'spec.tolerations[0].effect: Invalid value: "NoSchedule": effect must be \'NoExecute\' when `tolerationSeconds` is set',
    source: CORE,
  },
  {
    kind: 'Pod',
    rest: pod({ initContainers: [container] }),
    says: 'spec.initContainers[0].name: Duplicate value: "app"',
    source: CORE,
  },
  {
    kind: 'Pod',
    rest: pod({ initContainers: [{ name: 'i', image: 'x', readinessProbe: { tcpSocket: { port: 1 } } }] }),
    says: 'spec.initContainers[0].readinessProbe: Forbidden: may not be set for init containers without restartPolicy=Always',
    source: CORE,
  },
  {
    kind: 'Pod',
    rest: pod({ hostAliases: [{ ip: 'x', hostnames: ['a'] }] }),
    says: `spec.hostAliases[0].ip: Invalid value: "x": ${IP}`,
    source: CORE,
  },
];

export const SERVICE_CASES: readonly ValidationCase[] = [
  { kind: 'Service', rest: service({ ports: [] }), says: 'spec.ports: Required value', source: CORE },
  {
    kind: 'Service',
    rest: service({ ports: [{ port: 0, targetPort: 80 }] }),
    says: 'spec.ports[0].port: Invalid value: 0: must be between 1 and 65535, inclusive',
    source: CORE,
  },
  {
    kind: 'Service',
    rest: service({ ports: [{ port: 80 }, { port: 81 }] }),
    says: '[spec.ports[0].name: Required value, spec.ports[1].name: Required value]',
    source: CORE,
  },
  {
    kind: 'Service',
    rest: service({
      ports: [
        { name: 'a', port: 80 },
        { name: 'a', port: 81 },
      ],
    }),
    says: 'spec.ports[1].name: Duplicate value: "a"',
    source: CORE,
  },
  {
    kind: 'Service',
    rest: service({
      ports: [
        { name: 'a', port: 80 },
        { name: 'b', port: 80 },
      ],
    }),
    says: 'spec.ports[1]: Duplicate value: {"Name":"","Protocol":"TCP","AppProtocol":null,"Port":80,"TargetPort":0,"NodePort":0}',
    source: CORE,
  },
  {
    kind: 'Service',
    rest: service({ ports: [{ port: 80, name: 'HTTP' }] }),
    says: `spec.ports[0].name: Invalid value: "HTTP": ${DNS_LABEL}`,
    source: CORE,
  },
  {
    kind: 'Service',
    rest: service({ ports: [{ port: 80, targetPort: 'a_b' }] }),
    says: 'spec.ports[0].targetPort: Invalid value: "a_b": must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)',
    source: CORE,
  },
  {
    kind: 'Service',
    rest: service({ ports: [{ port: 80, targetPort: 70_000 }] }),
    says: 'spec.ports[0].targetPort: Invalid value: 70000: must be between 1 and 65535, inclusive',
    source: CORE,
  },
  {
    kind: 'Service',
    rest: service({ ports: [{ port: 80, protocol: 'tcp' }] }),
    says: 'spec.ports[0].protocol: Unsupported value: "tcp": supported values: "SCTP", "TCP", "UDP"',
    source: CORE,
  },
  {
    kind: 'Service',
    rest: service({ ports: [{ port: 80, nodePort: 30_080 }] }),
    says: "spec.ports[0].nodePort: Forbidden: may not be used when `type` is 'ClusterIP'",
    source: CORE,
  },
  {
    kind: 'Service',
    rest: service({ type: 'NodePort', ports: [{ port: 80, nodePort: 20_000 }] }),
    says: 'spec.ports[0].nodePort: Invalid value: 20000: provided port is not in the valid range. The range of valid ports is 30000-32767',
    source: ALLOCATION,
  },
  {
    kind: 'Service',
    rest: service({ clusterIP: '1.1.1.1' }),
    says: 'spec.clusterIPs: Invalid value: ["1.1.1.1"]: failed to allocate IP 1.1.1.1: provided IP is not in the valid range. The range of valid IPs is 172.20.0.0/16',
    source: ALLOCATION,
  },
  {
    kind: 'Service',
    rest: service({ clusterIP: 'one' }),
    says: `spec.clusterIPs[0]: Invalid value: "one": ${IP}`,
    source: CORE,
  },
  {
    kind: 'Service',
    rest: service({ clusterIP: 'None', type: 'NodePort' }),
    says: 'spec.clusterIPs[0]: Invalid value: "None": may not be set to \'None\' for NodePort services',
    source: CORE,
  },
  {
    kind: 'Service',
    rest: service({ clusterIP: '172.20.9.9', clusterIPs: ['172.20.9.8'] }),
    says: 'spec.clusterIPs: Invalid value: ["172.20.9.8"]: first value must match `clusterIP`',
    source: CORE,
  },
  {
    kind: 'Service',
    rest: service({ type: 'Magic' }),
    says: 'spec.type: Unsupported value: "Magic": supported values: "ClusterIP", "ExternalName", "LoadBalancer", "NodePort"',
    source: CORE,
  },
  { kind: 'Service', rest: service({ type: 'ExternalName' }), says: 'spec.externalName: Required value', source: CORE },
  {
    kind: 'Service',
    rest: service({ sessionAffinity: 'Cookie' }),
    says: 'spec.sessionAffinity: Unsupported value: "Cookie": supported values: "ClientIP", "None"',
    source: CORE,
  },
  {
    kind: 'Service',
    rest: service({ sessionAffinity: 'ClientIP', sessionAffinityConfig: { clientIP: { timeoutSeconds: 100_000 } } }),
    says: 'spec.sessionAffinityConfig.clientIP.timeoutSeconds: Invalid value: 100000: must be greater than 0 and less than 86400',
    source: CORE,
  },
  {
    kind: 'Service',
    rest: service({ internalTrafficPolicy: 'Node' }),
    says: 'spec.internalTrafficPolicy: Unsupported value: "Node": supported values: "Cluster", "Local"',
    source: CORE,
  },
  {
    kind: 'Service',
    rest: service({ externalTrafficPolicy: 'Local' }),
    says: 'spec.externalTrafficPolicy: Invalid value: "Local": may only be set for externally-accessible services',
    source: CORE,
  },
  {
    kind: 'Service',
    rest: service({ trafficDistribution: 'Near' }),
    says: 'spec.trafficDistribution: Unsupported value: "Near": supported values: "PreferClose", "PreferSameNode", "PreferSameZone"',
    source: CORE,
  },
  {
    kind: 'Service',
    rest: service({ loadBalancerClass: 'x/y' }),
    says: "spec.loadBalancerClass: Forbidden: may only be used when `type` is 'LoadBalancer'",
    source: CORE,
  },
  {
    kind: 'Service',
    rest: service({ ipFamilies: ['IPv5'] }),
    says: 'spec.ipFamilies[0]: Unsupported value: "IPv5": supported values: "IPv4", "IPv6"',
    source: CORE,
  },
  {
    kind: 'Service',
    rest: service({ selector: { app: 'a b' } }),
    says: `spec.selector: Invalid value: "a b": ${LABEL_VALUE}`,
    source: CORE,
  },
];

export const OTHER_CASES: readonly ValidationCase[] = [
  { kind: 'Deployment', rest: { spec: { template } }, says: 'spec.selector: Required value', source: APPS },
  {
    kind: 'Deployment',
    rest: workload({ selector: {} }),
    says: 'spec.selector: Invalid value: {}: empty selector is invalid for deployment',
    source: APPS,
  },
  {
    kind: 'Deployment',
    rest: workload({ selector: { matchLabels: { app: 'y' } } }),
    says: 'spec.template.metadata.labels: Invalid value: {"app":"x"}: `selector` does not match template `labels`',
    source: APPS,
  },
  {
    kind: 'Deployment',
    rest: workload({ replicas: -1 }),
    says: 'spec.replicas: Invalid value: -1: must be greater than or equal to 0',
    source: APPS,
  },
  {
    kind: 'Deployment',
    rest: workload({ strategy: { type: 'Recreate', rollingUpdate: { maxSurge: 1 } } }),
    says: "spec.strategy.rollingUpdate: Forbidden: may not be specified when strategy `type` is 'Recreate'",
    source: APPS,
  },
  {
    kind: 'Deployment',
    rest: workload({ strategy: { rollingUpdate: { maxSurge: 0, maxUnavailable: 0 } } }),
    says: 'spec.strategy.rollingUpdate.maxUnavailable: Invalid value: 0: may not be 0 when `maxSurge` is 0',
    source: APPS,
  },
  {
    kind: 'Deployment',
    rest: workload({ strategy: { rollingUpdate: { maxSurge: 'x' } } }),
    says: "spec.strategy.rollingUpdate.maxSurge: Invalid value: \"x\": a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', regex used for validation is '[0-9]+%')",
    source: APPS,
  },
  {
    kind: 'Deployment',
    rest: workload({ progressDeadlineSeconds: 5, minReadySeconds: 10 }),
    says: 'spec.progressDeadlineSeconds: Invalid value: 5: must be greater than minReadySeconds',
    source: APPS,
  },
  {
    kind: 'Deployment',
    rest: workload({ template: { ...template, spec: { ...template.spec, restartPolicy: 'Never' } } }),
    says: 'spec.template.spec.restartPolicy: Unsupported value: "Never": supported values: "Always"',
    source: APPS,
  },
  {
    kind: 'Deployment',
    rest: workload({ selector: { ...selector, matchExpressions: [{ key: 'a', operator: 'In' }] } }),
    says: '[spec.selector.matchExpressions[0].values: Required value: must be specified when `operator` is \'In\' or \'NotIn\', spec.template.metadata.labels: Invalid value: {"app":"x"}: `selector` does not match template `labels`]',
    source: APPS,
  },
  {
    kind: 'DaemonSet',
    rest: workload({ updateStrategy: { rollingUpdate: { maxUnavailable: 0 } } }),
    says: 'spec.updateStrategy.rollingUpdate.maxUnavailable: Required value: cannot be 0 when maxSurge is 0',
    source: APPS,
  },
  {
    kind: 'DaemonSet',
    rest: workload({ selector: {} }),
    says: 'spec.selector: Invalid value: {}: empty selector is invalid for daemonset',
    source: APPS,
  },
  {
    kind: 'StatefulSet',
    rest: workload({ serviceName: 'x', podManagementPolicy: 'Any' }),
    says: "spec.podManagementPolicy: Invalid value: \"Any\": must be 'OrderedReady' or 'Parallel'",
    source: APPS,
  },
  {
    kind: 'Job',
    rest: { spec: { template: { spec: { containers: [container] } } } },
    says: 'spec.template.spec.restartPolicy: Required value: valid values: "OnFailure", "Never"',
    source: BATCH,
  },
  {
    kind: 'Job',
    rest: { spec: { backoffLimit: -1, template: { spec: { containers: [container], restartPolicy: 'Never' } } } },
    says: 'spec.backoffLimit: Invalid value: -1: must be greater than or equal to 0',
    source: BATCH,
  },
  {
    kind: 'EndpointSlice',
    rest: { addressType: 'IPv4', endpoints: [{ addresses: [] }], ports: [] },
    says: 'endpoints[0].addresses: Required value: must contain at least 1 address',
    source: SLICES,
  },
  {
    kind: 'EndpointSlice',
    rest: { addressType: 'IP', endpoints: [], ports: [] },
    says: 'addressType: Unsupported value: "IP": supported values: "FQDN", "IPv4", "IPv6"',
    source: SLICES,
  },
  { kind: 'EndpointSlice', rest: { endpoints: [], ports: [] }, says: 'addressType: Required value', source: SLICES },
  {
    kind: 'EndpointSlice',
    rest: { addressType: 'IPv4', endpoints: [{ addresses: ['127.0.0.1'] }], ports: [] },
    says: 'endpoints[0].addresses[0]: Invalid value: "127.0.0.1": may not be in the loopback range (127.0.0.0/8, ::1/128)',
    source: CORE,
  },
  {
    kind: 'EndpointSlice',
    rest: {
      addressType: 'IPv4',
      endpoints: Array.from({ length: 1001 }, () => ({ addresses: ['10.0.0.1'] })),
      ports: [],
    },
    says: 'endpoints: Too many: 1001: must have at most 1000 items',
    source: SLICES,
  },
  {
    kind: 'EndpointSlice',
    rest: { addressType: 'IPv4', endpoints: [], ports: [{ port: 80 }, { port: 81 }] },
    says: 'ports[1].name: Duplicate value: ""',
    source: SLICES,
  },
  {
    kind: 'Endpoints',
    rest: { subsets: [{ ports: [{ port: 80 }] }] },
    says: 'subsets[0]: Required value: must specify `addresses` or `notReadyAddresses`',
    source: CORE,
  },
  {
    kind: 'ConfigMap',
    rest: { data: { 'a b': 'c' } },
    says: "data[a b]: Invalid value: \"a b\": a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')",
    source: NAMES,
  },
  {
    kind: 'Secret',
    rest: { type: 'kubernetes.io/tls', data: { 'tls.crt': 'eA==' } },
    says: 'data[tls.key]: Required value',
    source: CORE,
  },
  {
    kind: 'Node',
    rest: { spec: { taints: [{ key: 'a', effect: 'Never' }] } },
    says: 'spec.taints[0].effect: Unsupported value: "Never": supported values: "NoSchedule", "PreferNoSchedule", "NoExecute"',
    source: CORE,
  },
  {
    kind: 'Node',
    rest: {
      spec: {
        taints: [
          { key: 'a', effect: 'NoSchedule' },
          { key: 'a', effect: 'NoSchedule' },
        ],
      },
    },
    says: 'spec.taints[1]: Duplicate value: {"Key":"a","Value":"","Effect":"NoSchedule","TimeAdded":null}: taints must be unique by key and effect pair',
    source: CORE,
  },
];
