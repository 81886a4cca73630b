/** What ClusterNetworkPolicies do before and after NetworkPolicies; the same pods and cells as in `network-policy-cases.ts`. */
import type { PolicyCase } from './network-policy-cases.ts';

const TYPES =
  'https://github.com/kubernetes-sigs/network-policy-api/blob/main/apis/v1alpha2/clusternetworkpolicy_types.go';

interface Written {
  readonly tier?: 'Admin' | 'Baseline';
  readonly priority?: number;
  readonly subject?: string;
  readonly group?: string;
  readonly name?: string;
}

const ALL = '{ namespaces: {} }';
const X = '{ namespaces: { matchLabels: { ns: x } } }';
const Y = '{ namespaces: { matchLabels: { ns: y } } }';
const X_A = '{ pods: { namespaceSelector: { matchLabels: { ns: x } }, podSelector: { matchLabels: { pod: a } } } }';

function clusterPolicy(rules: string, written: Written = {}): string {
  const { tier = 'Admin', priority = 10, subject = X, group = 'policy.networking.k8s.io/v1alpha2' } = written;
  const { name = `${tier}-${priority}`.toLowerCase() } = written;
  return `---\napiVersion: ${group}\nkind: ClusterNetworkPolicy\nmetadata: { name: ${name} }\nspec: { tier: ${tier}, priority: ${priority}, subject: ${subject}, ${rules} }\n`;
}

function policy(spec: string): string {
  return `---\napiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: { name: own, namespace: x }\nspec: ${spec}\n`;
}

const OPEN = policy('{ podSelector: {}, ingress: [{}] }');
const CLOSED = policy('{ podSelector: {}, policyTypes: [Ingress] }');

export const CLUSTER_POLICY_CASES: readonly PolicyCase[] = [
  {
    says: 'Admin: Deny stands above a NetworkPolicy that allows',
    source: `${TYPES}#L62-L66`,
    policies: clusterPolicy(`ingress: [{ action: Deny, from: [${Y}] }]`) + OPEN,
    cells: ['y/b → x/a:80 no', 'y/c → x/b:81 no', 'z/b → x/a:80 yes', 'x/b → x/a:80 yes', '10.9.9.9 → x/a:80 yes'],
  },
  {
    says: 'Admin: Accept stands above a NetworkPolicy that isolates',
    source: `${TYPES}#L62-L66`,
    policies: clusterPolicy(`ingress: [{ action: Accept, from: [${Y}] }]`) + CLOSED,
    cells: ['y/b → x/a:80 yes', 'z/b → x/a:80 no', 'x/b → x/a:80 no', '10.9.9.9 → x/a:80 no'],
  },
  {
    says: 'Admin: Pass leaves the rest of the tier out',
    source: `${TYPES}#L205-L207`,
    policies:
      clusterPolicy(`ingress: [{ action: Pass, from: [${Y}] }]`, { priority: 1 }) +
      clusterPolicy(`ingress: [{ action: Deny, from: [${ALL}] }]`, { priority: 2 }),
    cells: ['y/b → x/a:80 yes', 'z/b → x/a:80 no', 'x/b → x/c:80 no', 'y/b → z/c:80 yes'],
  },
  {
    says: 'Pass hands the packet to the NetworkPolicies',
    source: `${TYPES}#L205-L207`,
    policies: clusterPolicy(`ingress: [{ action: Pass, from: [${Y}] }]`) + CLOSED,
    cells: ['y/b → x/a:80 no', 'y/b → z/a:80 yes'],
  },
  {
    says: 'the lower number is asked first',
    source: `${TYPES}#L82-L85`,
    policies:
      clusterPolicy(`ingress: [{ action: Deny, from: [${Y}] }]`, { priority: 20 }) +
      clusterPolicy(`ingress: [{ action: Accept, from: [${Y}] }]`, { priority: 19 }),
    cells: ['y/b → x/a:80 yes', 'z/b → x/a:80 yes'],
  },
  {
    says: 'nine comes before ten',
    source: `${TYPES}#L82-L85`,
    policies:
      clusterPolicy(`ingress: [{ action: Accept, from: [${Y}] }]`, { priority: 10 }) +
      clusterPolicy(`ingress: [{ action: Deny, from: [${Y}] }]`, { priority: 9 }),
    cells: ['y/b → x/a:80 no', 'z/b → x/a:80 yes'],
  },
  {
    says: 'within one policy the rule that stands higher is asked first',
    source: `${TYPES}#L104-L109`,
    policies: clusterPolicy(`ingress: [{ action: Accept, from: [${Y}] }, { action: Deny, from: [${ALL}] }]`),
    cells: ['y/b → x/a:80 yes', 'z/b → x/a:80 no', 'x/b → x/a:80 no', 'x/a → x/a:80 yes'],
  },
  {
    says: 'a policy without rules for egress does nothing to egress',
    source: `${TYPES}#L109-L110`,
    policies: clusterPolicy(`ingress: [{ action: Deny, from: [${ALL}] }]`),
    cells: ['x/a → y/b:80 yes', 'y/b → x/a:80 no'],
  },
  {
    says: 'Baseline decides where no NetworkPolicy isolates',
    source: `${TYPES}#L75-L77`,
    policies: clusterPolicy(`ingress: [{ action: Deny, from: [${Y}] }]`, { tier: 'Baseline' }),
    cells: ['y/b → x/a:80 no', 'z/b → x/a:80 yes', 'y/b → z/a:80 yes'],
  },
  {
    says: 'Baseline is not asked where a NetworkPolicy isolates',
    source: `${TYPES}#L68-L77`,
    policies: clusterPolicy(`ingress: [{ action: Deny, from: [${Y}] }]`, { tier: 'Baseline' }) + OPEN,
    cells: ['y/b → x/a:80 yes', 'y/c → x/b:81 yes'],
  },
  {
    says: 'Baseline: Accept opens nothing that a NetworkPolicy closes',
    source: `${TYPES}#L68-L77`,
    policies: clusterPolicy(`ingress: [{ action: Accept, from: [${Y}] }]`, { tier: 'Baseline' }) + CLOSED,
    cells: ['y/b → x/a:80 no', 'z/b → x/a:80 no'],
  },
  {
    says: 'every rule of Admin comes before any of Baseline',
    source: `${TYPES}#L85-L87`,
    policies:
      clusterPolicy(`ingress: [{ action: Deny, from: [${Y}] }]`, { tier: 'Baseline', priority: 0 }) +
      clusterPolicy(`ingress: [{ action: Accept, from: [${Y}] }]`, { tier: 'Admin', priority: 1000 }),
    cells: ['y/b → x/a:80 yes', 'z/b → x/a:80 yes'],
  },
  {
    says: 'a subject of pods: both selectors count',
    source: `${TYPES}#L158-L161`,
    policies: clusterPolicy(`ingress: [{ action: Deny, from: [${ALL}] }]`, { subject: X_A }),
    cells: ['y/b → x/a:80 no', 'y/b → x/b:80 yes', 'y/b → y/a:80 yes', 'x/b → x/a:80 no'],
  },
  {
    says: 'peers of pods: both selectors count, an empty one selects all',
    source: `${TYPES}#L430-L443`,
    policies: clusterPolicy(
      'ingress: [{ action: Deny, from: [{ pods: { namespaceSelector: {}, podSelector: { matchLabels: { pod: b } } } }] }]',
    ),
    cells: ['y/b → x/a:80 no', 'x/b → x/a:80 no', 'y/c → x/a:80 yes', '10.9.9.9 → x/a:80 yes'],
  },
  {
    says: 'egress is denied at the sender',
    source: `${TYPES}#L227-L231`,
    policies: clusterPolicy(`egress: [{ action: Deny, to: [${Y}] }]`),
    cells: ['x/a → y/b:80 no', 'x/a → z/b:80 yes', 'y/b → x/a:80 yes', 'z/b → y/b:80 yes'],
  },
  {
    says: 'an accepted egress still meets the ingress of the receiver',
    source: `${TYPES}#L238-L242`,
    policies: clusterPolicy(`egress: [{ action: Accept, to: [${ALL}] }]`, { subject: Y }) + CLOSED,
    cells: ['y/b → x/a:80 no', 'y/b → z/a:80 yes'],
  },
  {
    says: 'networks hold for addresses of pods too',
    source: `${TYPES}#L369-L374`,
    policies: clusterPolicy('egress: [{ action: Deny, to: [{ networks: [0.0.0.0/0] }] }]'),
    cells: ['x/a → y/b:80 no', 'x/a → x/b:80 no', 'y/b → x/a:80 yes'],
  },
  {
    says: 'pods that are passed before leave networks to the rest',
    source: `${TYPES}#L369-L374`,
    policies: clusterPolicy(
      `egress: [{ action: Pass, to: [${ALL}] }, { action: Deny, to: [{ networks: [0.0.0.0/0] }] }]`,
    ),
    cells: ['x/a → y/b:80 yes', 'x/a → x/b:81 yes'],
  },
  {
    says: 'tcp with one number',
    source: `${TYPES}#L446-L490`,
    policies: clusterPolicy(
      `ingress: [{ action: Deny, from: [${ALL}], protocols: [{ tcp: { destinationPort: { number: 80 } } }] }]`,
    ),
    cells: ['y/b → x/a:80 no', 'y/b → x/a:81 yes', 'y/b → x/a:80/udp yes'],
  },
  {
    says: 'tcp with a range, whose ends belong to it',
    source: `${TYPES}#L505-L533`,
    policies: clusterPolicy(
      `ingress: [{ action: Deny, from: [${ALL}], protocols: [{ tcp: { destinationPort: { range: { start: 79, end: 81 } } } }] }]`,
    ),
    cells: ['y/b → x/a:80 no', 'y/b → x/a:81 no', 'y/b → x/a:80/udp yes'],
  },
  {
    says: 'udp alone',
    source: `${TYPES}#L446-L490`,
    policies: clusterPolicy(
      `ingress: [{ action: Deny, from: [${ALL}], protocols: [{ udp: { destinationPort: { number: 80 } } }] }]`,
    ),
    cells: ['y/b → x/a:80/udp no', 'y/b → x/a:80 yes'],
  },
  {
    says: 'a name of a port, whatever its protocol',
    source: `${TYPES}#L465-L471`,
    policies: clusterPolicy(
      `ingress: [{ action: Deny, from: [${ALL}], protocols: [{ destinationNamedPort: serve-80-udp }] }]`,
    ),
    cells: ['y/b → x/a:80/udp no', 'y/b → x/a:80 yes', 'y/b → x/a:81 yes'],
  },
  {
    says: 'domain names alone are about nobody here',
    source: 'https://docs.aws.amazon.com/eks/latest/userguide/auto-net-pol.html',
    policies:
      clusterPolicy('egress: [{ action: Accept, to: [{ domainNames: ["*.example.com"] }] }]', { priority: 1 }) +
      clusterPolicy(`egress: [{ action: Deny, to: [${ALL}] }]`, { priority: 2 }),
    cells: ['x/a → y/b:80 no', 'y/b → z/b:80 yes'],
  },
  {
    says: 'without the VPC CNI nobody reads the policies of its group',
    source:
      'https://github.com/aws/amazon-network-policy-controller-k8s/blob/main/api/v1alpha1/clusternetworkpolicy_types.go',
    policies: clusterPolicy(`ingress: [{ action: Deny, from: [${ALL}] }]`, { group: 'networking.k8s.aws/v1alpha1' }),
    cells: ['y/b → x/a:80 yes', 'x/b → x/a:80 yes'],
  },
];
