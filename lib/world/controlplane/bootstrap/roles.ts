/**
 * The roles and bindings that every cluster has.
 *
 * Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/plugin/pkg/auth/authorizer/rbac/bootstrappolicy/policy.go
 * Differs: of the roles of the control plane's own parts only those whose parts stand in the cluster as pods; rules name only kinds
 * that are served here, and `admin`, `edit` and `view` have theirs at once instead of by aggregation.
 */
import type { Manifest } from './manifest.ts';

const GROUP = 'rbac.authorization.k8s.io';
const LABELS = { 'kubernetes.io/bootstrapping': 'rbac-defaults' };
const ANNOTATIONS = { 'rbac.authorization.kubernetes.io/autoupdate': 'true' };
const READ = ['get', 'list', 'watch'];
const WRITE = ['create', 'delete', 'deletecollection', 'patch', 'update'];
const ALL = ['*'];

interface Rule {
  readonly apiGroups?: readonly string[];
  readonly resources?: readonly string[];
  readonly nonResourceURLs?: readonly string[];
  readonly verbs: readonly string[];
}

function rule(group: string, resources: string, verbs: readonly string[]): Rule {
  return { apiGroups: [group], resources: resources.split(' '), verbs };
}

function paths(urls: string): Rule {
  return { nonResourceURLs: urls.split(' '), verbs: ['get'] };
}

const WORKLOADS = [
  ['apps', 'daemonsets deployments deployments/scale replicasets replicasets/scale statefulsets statefulsets/scale'],
  ['autoscaling', 'horizontalpodautoscalers'],
  ['batch', 'cronjobs jobs'],
  ['networking.k8s.io', 'ingresses networkpolicies'],
  ['policy', 'poddisruptionbudgets'],
] as const;

const VIEW: readonly Rule[] = [
  rule(
    '',
    'configmaps endpoints persistentvolumeclaims pods replicationcontrollers replicationcontrollers/scale serviceaccounts services',
    READ,
  ),
  rule(
    '',
    'bindings events limitranges namespaces/status pods/log pods/status replicationcontrollers/status resourcequotas resourcequotas/status',
    READ,
  ),
  rule('', 'namespaces', READ),
  rule('discovery.k8s.io', 'endpointslices', READ),
  ...WORKLOADS.map(([group, resources]) => rule(group, resources, READ)),
];

const EDIT: readonly Rule[] = [
  rule('', 'pods/attach pods/exec pods/portforward pods/proxy secrets services/proxy', READ),
  rule('', 'serviceaccounts', ['impersonate']),
  rule('', 'pods pods/attach pods/exec pods/portforward pods/proxy', WRITE),
  rule('', 'pods/eviction', ['create']),
  rule(
    '',
    'configmaps events persistentvolumeclaims replicationcontrollers replicationcontrollers/scale secrets serviceaccounts services services/proxy',
    WRITE,
  ),
  rule('', 'serviceaccounts/token', ['create']),
  ...WORKLOADS.map(([group, resources]) => rule(group, resources, WRITE)),
  rule('coordination.k8s.io', 'leases', [
    'create',
    'delete',
    'deletecollection',
    'get',
    'list',
    'patch',
    'update',
    'watch',
  ]),
  ...VIEW,
];

const ADMIN: readonly Rule[] = [
  ...EDIT,
  rule('authorization.k8s.io', 'localsubjectaccessreviews', ['create']),
  rule(GROUP, 'rolebindings roles', [...WRITE, ...READ].sort()),
];

function role(name: string, rules: readonly Rule[], labels: Readonly<Record<string, string>> = LABELS): Manifest {
  return {
    apiVersion: `${GROUP}/v1`,
    kind: 'ClusterRole',
    metadata: { name, labels, annotations: ANNOTATIONS },
    rules,
  };
}

type Subject = {
  readonly kind: 'Group' | 'User' | 'ServiceAccount';
  readonly name: string;
  readonly namespace?: string;
};

function binding(name: string, roleName: string, ...subjects: readonly Subject[]): Manifest {
  return {
    apiVersion: `${GROUP}/v1`,
    kind: 'ClusterRoleBinding',
    metadata: { name, labels: LABELS, annotations: ANNOTATIONS },
    roleRef: { apiGroup: GROUP, kind: 'ClusterRole', name: roleName },
    subjects: subjects.map((one) => (one.kind === 'ServiceAccount' ? one : { ...one, apiGroup: GROUP })),
  };
}

const group = (name: string): Subject => ({ kind: 'Group', name });
const account = (name: string): Subject => ({ kind: 'ServiceAccount', name, namespace: 'kube-system' });

function listRoles(): Manifest[] {
  const open = '/healthz /livez /readyz /version /version/';
  return [
    role('admin', ADMIN),
    role('cluster-admin', [
      { apiGroups: ALL, resources: ALL, verbs: ALL },
      { nonResourceURLs: ALL, verbs: ALL },
    ]),
    role('edit', EDIT),
    role('system:basic-user', [
      rule('authorization.k8s.io', 'selfsubjectaccessreviews selfsubjectrulesreviews', ['create']),
      rule('authentication.k8s.io', 'selfsubjectreviews', ['create']),
    ]),
    role('system:coredns', [
      rule('', 'endpoints services pods namespaces', ['list', 'watch']),
      rule('discovery.k8s.io', 'endpointslices', ['list', 'watch']),
    ]),
    role('system:discovery', [
      paths('/api /api/* /apis /apis/* /healthz /livez /openapi /openapi/* /readyz /version /version/'),
    ]),
    role('system:node-proxier', [
      rule('', 'endpoints services', ['list', 'watch']),
      rule('', 'nodes', READ),
      rule('', 'events', ['create', 'patch', 'update']),
      rule('discovery.k8s.io', 'endpointslices', ['list', 'watch']),
      rule('networking.k8s.io', 'servicecidrs', ['list', 'watch']),
    ]),
    role('system:public-info-viewer', [paths(open)]),
    role('system:service-account-issuer-discovery', [paths('/.well-known/openid-configuration /openid/v1/jwks')]),
    role('view', VIEW),
    role('aws-node', [
      rule('', 'namespaces', READ),
      rule('', 'pods', READ),
      rule('', 'nodes', READ),
      rule('', 'events', ['create', 'list', 'patch']),
    ]),
  ];
}

export function listAccessObjects(): Manifest[] {
  return [
    ...listRoles(),
    binding('cluster-admin', 'cluster-admin', group('system:masters')),
    binding('system:basic-user', 'system:basic-user', group('system:authenticated')),
    binding('system:coredns', 'system:coredns', account('coredns')),
    binding('system:discovery', 'system:discovery', group('system:authenticated')),
    binding('eks:kube-proxy', 'system:node-proxier', account('kube-proxy')),
    binding('aws-node', 'aws-node', account('aws-node')),
    binding(
      'system:public-info-viewer',
      'system:public-info-viewer',
      group('system:authenticated'),
      group('system:unauthenticated'),
    ),
    binding(
      'system:service-account-issuer-discovery',
      'system:service-account-issuer-discovery',
      group('system:serviceaccounts'),
    ),
  ];
}
