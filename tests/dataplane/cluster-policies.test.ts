/** The VPC CNI reads its own group; the words of a trace, and what is not enforced. The table of verdicts is in tests/conformance. */
import { describe, expect, test } from 'vitest';
import { customKey } from '../../lib/world/api/kinds.ts';
import { traceFlow } from '../../lib/world/dataplane/tracer.ts';
import { aShop, type ClusterBuilder, first, podPlace } from './cluster-builder.ts';

type Group = 'networking.k8s.aws/v1alpha1' | 'policy.networking.k8s.io/v1alpha2';

function withPolicy(shop: ClusterBuilder, apiVersion: Group, spec: object): ClusterBuilder {
  const [group = ''] = apiVersion.split('/');
  const kind = customKey('Cluster', 'ClusterNetworkPolicy', 'clusternetworkpolicies', group);
  const metadata = { name: 'guard' };
  return shop.put(kind, { apiVersion, kind: 'ClusterNetworkPolicy', metadata, spec });
}

function withCni(shop: ClusterBuilder, enableNetworkPolicy: boolean): ClusterBuilder {
  const args = [`--enable-network-policy=${enableNetworkPolicy}`];
  return shop
    .put('DaemonSet', {
      metadata: { name: 'aws-node', namespace: 'kube-system' },
      spec: { template: { spec: { containers: [{ name: 'aws-eks-nodeagent', args }] } } },
      status: {},
    })
    .put('ConfigMap', {
      metadata: { name: 'amazon-vpc-cni', namespace: 'kube-system' },
      data: { 'enable-network-policy-controller': String(enableNetworkPolicy) },
    });
}

const ALL = { namespaces: {} };
const DENY = {
  tier: 'Admin',
  priority: 5,
  subject: ALL,
  egress: [{ name: 'no-web', action: 'Deny', to: [ALL], ports: [{ portNumber: { protocol: 'TCP', port: 8080 } }] }],
};

function told(shop: ClusterBuilder) {
  const { cluster } = shop.sync();
  const to = { address: '172.20.14.9', port: 80 };
  const trace = traceFlow({ cluster }, { from: podPlace('web'), to, protocol: 'TCP' }, first);
  const step = trace.steps.find(({ because }) => because.some(({ ref }) => ref.kind === 'ClusterNetworkPolicy'));
  const why = step?.because[0];
  return { fate: trace.reason, action: step?.action, field: why?.ref.field, says: why?.says };
}

describe('a ClusterNetworkPolicy of the VPC CNI', () => {
  test('denies the pod behind the Service, as its controller adds the cluster IP', () => {
    const answer = told(
      withPolicy(withCni(aShop({ spec: { selector: {} } }), true), 'networking.k8s.aws/v1alpha1', DENY),
    );
    expect(answer).toMatchObject({ fate: 'NetworkPolicyDenied', action: 'dropped', field: 'spec.egress[0]' });
    expect(answer.says).toMatch(/^denies 80\/TCP to Service shop\/\S+ \(172\.20\.14\.9\) in tier Admin, before/);
  });

  test('does nothing where the CNI enforces none, and says so', () => {
    const answer = told(
      withPolicy(withCni(aShop(), false), 'networking.k8s.aws/v1alpha1', {
        ...DENY,
        egress: [{ action: 'Deny', to: [ALL] }],
      }),
    );
    expect(answer).toMatchObject({ fate: 'Listening', action: 'not enforced' });
    expect(answer.says).toContain("the VPC CNI's enableNetworkPolicy is off");
  });

  test('of the other group is read by nobody, and the trace says which group it is', () => {
    const spec = { ...DENY, egress: [{ action: 'Deny', to: [ALL] }] };
    const answer = told(withPolicy(withCni(aShop(), true), 'policy.networking.k8s.io/v1alpha2', spec));
    expect(answer).toMatchObject({ fate: 'Listening', action: 'not enforced', field: 'spec.egress[0]' });
    expect(answer.says).toMatch(/and nothing here reads policies of policy\.networking\.k8s\.io$/);
  });

  test('in tier Baseline is asked where no NetworkPolicy isolates', () => {
    const spec = { ...DENY, tier: 'Baseline', egress: [{ action: 'Deny', to: [ALL] }] };
    const answer = told(withPolicy(aShop(), 'policy.networking.k8s.io/v1alpha2', spec));
    expect(answer).toMatchObject({ fate: 'NetworkPolicyDenied', action: 'dropped' });
    expect(answer.says).toContain('in tier Baseline, as no NetworkPolicy isolates it');
  });
});
