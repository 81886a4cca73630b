/**
 * What NetworkPolicies let through, cell by cell: namespaces x, y, z (label `ns` with their name) with pods a, b, c (label `pod` with their
 * name) each, every pod listening on 80/TCP (named serve-80-tcp), 81/TCP and 80/UDP; x/a, y/a, z/a run on node 1, b on node 2, c on node 3.
 * A cell is `from → to:port[/udp] yes|no`.
 */

export interface PolicyCase {
  readonly says: string;
  readonly source: string;
  readonly policies: string;
  readonly cells: readonly string[];
}

const API = 'https://github.com/kubernetes/api/blob/v0.35.0/networking/v1/types.go';
const DOCS = 'https://kubernetes.io/docs/concepts/services-networking/network-policies/';
const E2E = 'https://github.com/kubernetes/kubernetes/blob/v1.35.0/test/e2e/network/netpol/network_policy.go';

/** The rest of a policy of namespace x. */
function policy(spec: string, name = 'one', namespace = 'x'): string {
  return `apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: { name: ${name}, namespace: ${namespace} }\nspec: ${spec}\n`;
}

const ON_A = 'podSelector: { matchLabels: { pod: a } }';

export const POLICY_CASES: readonly PolicyCase[] = [
  {
    says: 'no policy: everybody reaches everybody',
    source: `${DOCS}#the-two-sorts-of-pod-isolation`,
    policies: '',
    cells: ['x/b → x/a:80 yes', 'y/b → x/a:81 yes', 'z/c → x/a:80/udp yes', '10.9.9.9 → x/a:80 yes'],
  },
  {
    says: 'deny all ingress of a namespace',
    source: `${DOCS}#default-deny-all-ingress-traffic`,
    policies: policy('{ podSelector: {}, policyTypes: [Ingress] }'),
    cells: ['x/b → x/a:80 no', 'y/b → x/c:81 no', 'x/a → y/a:80 yes', 'x/a → x/a:80 yes', '10.9.9.9 → x/a:80 no'],
  },
  {
    says: 'deny all egress of a namespace',
    source: `${DOCS}#default-deny-all-egress-traffic`,
    policies: policy('{ podSelector: {}, policyTypes: [Egress] }'),
    cells: ['x/a → y/a:80 no', 'x/a → x/b:80 no', 'y/a → x/a:80 yes', 'x/a → x/a:80 yes'],
  },
  {
    says: 'deny both ways',
    source: `${DOCS}#default-deny-all-ingress-and-all-egress-traffic`,
    policies: policy('{ podSelector: {}, policyTypes: [Ingress, Egress] }'),
    cells: ['x/a → y/a:80 no', 'y/a → x/a:80 no', 'y/a → z/a:80 yes', 'x/b → x/c:80 no'],
  },
  {
    says: 'an empty rule allows everything',
    source: `${DOCS}#allow-all-ingress-traffic`,
    policies: policy('{ podSelector: {}, ingress: [{}], policyTypes: [Ingress] }'),
    cells: ['x/b → x/a:80 yes', 'z/c → x/a:81 yes', '10.9.9.9 → x/a:80 yes', 'y/a → x/b:80/udp yes'],
  },
  {
    says: 'allow all egress leaves ingress alone',
    source: `${DOCS}#allow-all-egress-traffic`,
    policies: policy('{ podSelector: {}, egress: [{}], policyTypes: [Egress] }'),
    cells: ['x/b → y/a:80 yes', 'z/c → x/a:81 yes', 'x/a → x/c:80/udp yes', 'y/a → x/b:80 yes'],
  },
  {
    says: 'a policy selects only the pods it names',
    source: `${API} (podSelector)`,
    policies: policy(`{ ${ON_A}, policyTypes: [Ingress] }`),
    cells: ['x/b → x/a:80 no', 'x/b → x/c:80 yes', 'y/b → y/a:80 yes', 'y/a → x/b:80 yes'],
  },
  {
    says: 'podSelector alone means pods of the policy’s own namespace',
    source: `${API} (NetworkPolicyPeer.podSelector)`,
    policies: policy(`{ ${ON_A}, ingress: [{ from: [{ podSelector: { matchLabels: { pod: b } } }] }] }`),
    cells: ['x/b → x/a:80 yes', 'x/c → x/a:80 no', 'y/b → x/a:80 no', 'x/b → x/a:80/udp yes'],
  },
  {
    says: 'an empty podSelector means every pod of the own namespace',
    source: `${API} (NetworkPolicyPeer.podSelector)`,
    policies: policy(`{ ${ON_A}, ingress: [{ from: [{ podSelector: {} }] }] }`),
    cells: ['x/b → x/a:80 yes', 'x/c → x/a:81 yes', 'y/b → x/a:80 no', '10.9.9.9 → x/a:80 no'],
  },
  {
    says: 'namespaceSelector alone means every pod there',
    source: `${API} (NetworkPolicyPeer.namespaceSelector)`,
    policies: policy(`{ ${ON_A}, ingress: [{ from: [{ namespaceSelector: { matchLabels: { ns: y } } }] }] }`),
    cells: ['y/b → x/a:80 yes', 'y/c → x/a:80 yes', 'x/b → x/a:80 no', 'z/b → x/a:80 no'],
  },
  {
    says: 'an empty namespaceSelector means every pod of every namespace, and nobody outside',
    source: `${API} (NetworkPolicyPeer.namespaceSelector)`,
    policies: policy(`{ ${ON_A}, ingress: [{ from: [{ namespaceSelector: {} }] }] }`),
    cells: ['y/b → x/a:80 yes', 'x/b → x/a:80 yes', 'z/c → x/a:80 yes', '10.9.9.9 → x/a:80 no'],
  },
  {
    says: 'both selectors in one entry: both must fit',
    source: `${DOCS}#behavior-of-to-and-from-selectors`,
    policies: policy(
      `{ ${ON_A}, ingress: [{ from: [{ namespaceSelector: { matchLabels: { ns: y } }, podSelector: { matchLabels: { pod: b } } }] }] }`,
    ),
    cells: ['y/b → x/a:80 yes', 'y/c → x/a:80 no', 'x/b → x/a:80 no', 'z/b → x/a:80 no'],
  },
  {
    says: 'two entries: either is enough',
    source: `${DOCS}#behavior-of-to-and-from-selectors`,
    policies: policy(
      `{ ${ON_A}, ingress: [{ from: [{ namespaceSelector: { matchLabels: { ns: y } } }, { podSelector: { matchLabels: { pod: b } } }] }] }`,
    ),
    cells: ['y/b → x/a:80 yes', 'y/c → x/a:80 yes', 'x/b → x/a:80 yes', 'x/c → x/a:80 no', 'z/b → x/a:80 no'],
  },
  {
    says: 'every namespace has its name as a label',
    source: 'https://kubernetes.io/docs/reference/labels-annotations-taints/#kubernetes-io-metadata-name',
    policies: policy(
      `{ ${ON_A}, ingress: [{ from: [{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: z } } }] }] }`,
    ),
    cells: ['z/b → x/a:80 yes', 'z/c → x/a:81 yes', 'y/b → x/a:80 no', 'x/b → x/a:80 no'],
  },
  {
    says: 'matchExpressions In and NotIn',
    source: `${E2E} (MatchExpressions)`,
    policies: policy(
      `{ ${ON_A}, ingress: [{ from: [{ namespaceSelector: { matchExpressions: [{ key: ns, operator: NotIn, values: [x] }] }, podSelector: { matchExpressions: [{ key: pod, operator: In, values: [b] }] } }] }] }`,
    ),
    cells: ['y/b → x/a:80 yes', 'z/b → x/a:80 yes', 'x/b → x/a:80 no', 'y/c → x/a:80 no'],
  },
  {
    says: 'a port holds for its protocol, TCP when none is named',
    source: `${API} (NetworkPolicyPort.protocol)`,
    policies: policy(`{ ${ON_A}, ingress: [{ ports: [{ port: 80 }] }] }`),
    cells: ['x/b → x/a:80 yes', 'x/b → x/a:81 no', 'x/b → x/a:80/udp no', '10.9.9.9 → x/a:80 yes'],
  },
  {
    says: 'a protocol without a port holds for all its ports',
    source: `${API} (NetworkPolicyPort.port)`,
    policies: policy(`{ ${ON_A}, ingress: [{ ports: [{ protocol: UDP }] }] }`),
    cells: ['x/b → x/a:80/udp yes', 'x/b → x/a:80 no', 'y/c → x/a:80/udp yes', 'y/c → x/a:81 no'],
  },
  {
    says: 'a named port is the receiving pod’s',
    source: `${API} (NetworkPolicyPort.port)`,
    policies: policy(`{ ${ON_A}, ingress: [{ ports: [{ port: serve-80-tcp }] }] }`),
    cells: ['x/b → x/a:80 yes', 'x/b → x/a:81 no', 'y/b → x/a:80 yes', 'x/b → x/a:80/udp no'],
  },
  {
    says: 'a named port of another protocol names nothing',
    source: `${API} (NetworkPolicyPort.port)`,
    policies: policy(`{ ${ON_A}, ingress: [{ ports: [{ port: serve-80-tcp, protocol: UDP }] }] }`),
    cells: ['x/b → x/a:80 no', 'x/b → x/a:80/udp no', 'y/b → x/a:80/udp no', 'x/b → x/b:80 yes'],
  },
  {
    says: 'endPort ends a range, both ends in it',
    source: `${API} (NetworkPolicyPort.endPort)`,
    policies: policy(`{ ${ON_A}, ingress: [{ ports: [{ port: 81, endPort: 90 }] }] }`),
    cells: ['x/b → x/a:81 yes', 'x/b → x/a:80 no', 'y/b → x/a:81 yes', 'x/b → x/a:80/udp no'],
  },
  {
    says: 'peers and ports of one rule must both fit',
    source: `${API} (NetworkPolicyIngressRule)`,
    policies: policy(
      `{ ${ON_A}, ingress: [{ from: [{ namespaceSelector: { matchLabels: { ns: y } } }], ports: [{ port: 80 }] }] }`,
    ),
    cells: ['y/b → x/a:80 yes', 'y/b → x/a:81 no', 'x/b → x/a:80 no', 'z/b → x/a:81 no'],
  },
  {
    says: 'rules of one policy are added up',
    source: `${API} (NetworkPolicySpec.ingress)`,
    policies: policy(
      `{ ${ON_A}, ingress: [{ from: [{ namespaceSelector: { matchLabels: { ns: y } } }], ports: [{ port: 80 }] }, { from: [{ podSelector: {} }], ports: [{ port: 81 }] }] }`,
    ),
    cells: ['y/b → x/a:80 yes', 'x/b → x/a:81 yes', 'y/b → x/a:81 no', 'x/b → x/a:80 no'],
  },
  {
    says: 'policies are added up: no order, and nothing denies what another allows',
    source: `${DOCS}#the-two-sorts-of-pod-isolation`,
    policies: `${policy('{ podSelector: {}, policyTypes: [Ingress] }')}---\n${policy(`{ ${ON_A}, ingress: [{ from: [{ podSelector: { matchLabels: { pod: b } } }] }] }`, 'two')}`,
    cells: ['x/b → x/a:80 yes', 'x/c → x/a:80 no', 'x/b → x/c:80 no', 'y/b → x/a:80 no'],
  },
  {
    says: 'ipBlock without its exceptions',
    source: `${API} (IPBlock)`,
    policies: policy(`{ ${ON_A}, ingress: [{ from: [{ ipBlock: { cidr: 10.9.0.0/16, except: [10.9.8.0/24] } }] }] }`),
    cells: ['10.9.9.9 → x/a:80 yes', '10.9.8.1 → x/a:80 no', '10.8.9.9 → x/a:80 no', 'x/b → x/a:80 no'],
  },
  {
    says: 'egress to an ipBlock',
    source: `${API} (NetworkPolicyEgressRule)`,
    policies: policy(`{ ${ON_A}, policyTypes: [Egress], egress: [{ to: [{ ipBlock: { cidr: 10.0.2.0/24 } }] }] }`),
    cells: ['x/a → y/b:80 yes', 'x/a → y/c:80 no', 'x/b → y/c:80 yes', 'x/a → x/b:80 yes'],
  },
  {
    says: 'egress to pods of a namespace, on a port',
    source: `${E2E} (egress)`,
    policies: policy(
      `{ ${ON_A}, policyTypes: [Egress], egress: [{ to: [{ namespaceSelector: { matchLabels: { ns: y } } }], ports: [{ port: 80 }] }] }`,
    ),
    cells: ['x/a → y/b:80 yes', 'x/a → y/b:81 no', 'x/a → z/b:80 no', 'y/b → x/a:80 yes'],
  },
  {
    says: 'a named port of egress is the receiver’s too',
    source: `${API} (NetworkPolicyPort.port)`,
    policies: policy(`{ ${ON_A}, policyTypes: [Egress], egress: [{ ports: [{ port: serve-80-tcp }] }] }`),
    cells: ['x/a → y/b:80 yes', 'x/a → y/b:81 no', 'x/a → y/b:80/udp no', 'x/b → y/b:81 yes'],
  },
  {
    says: 'both sides must allow: egress of the sender, ingress of the receiver',
    source: `${DOCS}#the-two-sorts-of-pod-isolation`,
    policies: `${policy(`{ ${ON_A}, policyTypes: [Egress], egress: [{ to: [{ namespaceSelector: { matchLabels: { ns: y } } }] }] }`)}---\n${policy('{ podSelector: {}, policyTypes: [Ingress], ingress: [{ from: [{ namespaceSelector: { matchLabels: { ns: x } } }] }] }', 'in', 'y')}`,
    cells: ['x/a → y/b:80 yes', 'x/b → y/b:80 yes', 'x/a → z/b:80 no', 'z/a → y/b:80 no'],
  },
  {
    says: 'without policyTypes an egress section isolates for egress, and Ingress is always one of them',
    source: `${API} (NetworkPolicySpec.policyTypes)`,
    policies: policy(`{ ${ON_A}, egress: [{ to: [{ namespaceSelector: { matchLabels: { ns: y } } }] }] }`),
    cells: ['x/a → y/b:80 yes', 'x/a → z/b:80 no', 'y/b → x/a:80 no', 'x/b → z/b:80 yes'],
  },
  {
    says: 'the own node is always let in, another node is not',
    source: `${API} (NetworkPolicySpec.ingress: "the traffic source is the pod's local node")`,
    policies: policy(`{ ${ON_A}, policyTypes: [Ingress] }`),
    cells: ['node/1 → x/a:80 yes', 'node/2 → x/a:80 no', 'node/2 → x/b:80 yes', 'node/1 → x/a:80/udp yes'],
  },
  {
    says: 'a Service is judged by the pod and the port behind it',
    source: 'https://kubernetes.io/docs/concepts/services-networking/network-policies/ (targetPort, not port)',
    policies: policy(
      `{ ${ON_A}, ingress: [{ from: [{ podSelector: { matchLabels: { pod: b } } }], ports: [{ port: 80 }] }] }`,
    ),
    cells: ['x/b → svc/x-a:8000 yes', 'x/c → svc/x-a:8000 no', 'y/b → svc/x-a:8000 no', 'x/b → x/a:81 no'],
  },
  {
    says: 'egress through a Service likewise; a range of Service addresses allows nothing',
    source: `${DOCS} (ipBlock: cluster ingress and egress often rewrite addresses)`,
    policies: `${policy(`{ podSelector: { matchLabels: { pod: b } }, policyTypes: [Egress], egress: [{ to: [{ podSelector: { matchLabels: { pod: a } } }], ports: [{ port: 80 }] }] }`)}---\n${policy('{ podSelector: { matchLabels: { pod: c } }, policyTypes: [Egress], egress: [{ to: [{ ipBlock: { cidr: 172.20.0.0/16 } }] }] }', 'two')}`,
    cells: ['x/b → svc/x-a:8000 yes', 'x/c → svc/x-a:8000 no', 'x/b → y/a:80 no', 'x/a → svc/x-a:8000 yes'],
  },
];
