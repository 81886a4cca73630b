/** Services that are refused. */
import { ALLOCATION, CORE, DNS_LABEL, IP, LABEL_VALUE, service, type ValidationCase } from './validation-words.ts';

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
    says: 'spec.clusterIPs: Invalid value: ["1.1.1.1"]: failed to allocate IP 1.1.1.1: the provided network does not match the current range',
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
    says: 'spec.trafficDistribution: Unsupported value: "Near": supported values: "PreferClose", "PreferSameZone", "PreferSameNode"',
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
