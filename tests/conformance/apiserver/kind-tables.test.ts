/** What stands in the tables of networking, access, bounds, storage and schedules. */
import { expect, test } from 'vitest';
import type { KindName } from '../../../lib/world/api/kinds.ts';
import { setNow } from '../../../lib/world/sim/clock.ts';
import { aServer } from '../../builders/cluster.ts';
import { aManifest, collectionPath } from '../../builders/manifests.ts';

const PRINTERS = 'https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/printers/internalversion/printers.go';
const PLAIN = 'https://github.com/kubernetes/apiserver/blob/v0.35.0/pkg/registry/rest/table.go';

type RowCase = readonly [
  source: string,
  kind: KindName,
  rest: object | undefined,
  status: object | undefined,
  cells: string,
];

const rules = (...hosts: (string | undefined)[]) => ({
  rules: hosts.map((host) => ({
    ...(host ? { host } : {}),
    http: { paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name: 'x', port: { number: 80 } } } }] },
  })),
});
const roleRef = { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'view' };
const scaleTargetRef = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' };
const resource = (name: string, target: object) => ({ type: 'Resource', resource: { name, target } });
const pods = { containers: [{ name: 'app', image: 'nginx:1.27' }] };
const template = { metadata: { labels: { app: 'x' } }, spec: pods };

/** Cells joined by ` | `, at ten minutes of age. */
const ROWS: readonly RowCase[] = [
  [PRINTERS, 'Ingress', undefined, undefined, 'x | <none> | * |  | 80 | 10m'],
  [
    PRINTERS,
    'Ingress',
    { spec: { ...rules('a.example.com'), ingressClassName: 'alb' } },
    undefined,
    'x | alb | a.example.com |  | 80 | 10m',
  ],
  [
    PRINTERS,
    'Ingress',
    { spec: { ...rules('a.io', 'b.io', 'c.io', 'd.io', 'e.io'), tls: [{ hosts: ['a.io'] }] } },
    { loadBalancer: { ingress: [{ ip: '192.0.2.9' }, { hostname: 'lb.example.com' }] } },
    'x | <none> | a.io,b.io,c.io + 2 more... | 192.0.2.9,lb.example.com | 80, 443 | 10m',
  ],
  [PRINTERS, 'IngressClass', undefined, undefined, 'x | example.com/ingress | <none> | 10m'],
  [
    PRINTERS,
    'IngressClass',
    {
      spec: { controller: 'a.io/b', parameters: { apiGroup: 'elbv2.k8s.aws', kind: 'IngressClassParams', name: 'p' } },
    },
    undefined,
    'x | a.io/b | IngressClassParams.elbv2.k8s.aws/p | 10m',
  ],
  [PRINTERS, 'NetworkPolicy', undefined, undefined, 'x | app=x | 10m'],
  [PRINTERS, 'NetworkPolicy', { spec: { podSelector: {} } }, undefined, 'x | <none> | 10m'],
  [
    PRINTERS,
    'NetworkPolicy',
    { spec: { podSelector: { matchExpressions: [{ key: 'tier', operator: 'In', values: ['b', 'a'] }] } } },
    undefined,
    'x | tier in (a,b) | 10m',
  ],
  [PRINTERS, 'ServiceCIDR', undefined, undefined, 'x | 10.96.0.0/24 | 10m'],
  [
    PRINTERS,
    'ServiceCIDR',
    { spec: { cidrs: ['10.96.0.0/24', '2001:db8::/112'] } },
    undefined,
    'x | 10.96.0.0/24,2001:db8::/112 | 10m',
  ],
  [PRINTERS, 'IPAddress', undefined, undefined, '172.20.9.9 | services/shop/x'],
  [
    PRINTERS,
    'IPAddress',
    { spec: { parentRef: { group: 'example.com', resource: 'things', name: 'y' } } },
    undefined,
    '172.20.9.9 | things.example.com/y',
  ],
  [PLAIN, 'Role', undefined, undefined, 'x | 2026-01-02T03:04:05Z'],
  [PLAIN, 'ClusterRole', undefined, undefined, 'x | 2026-01-02T03:04:05Z'],
  [PLAIN, 'LimitRange', undefined, undefined, 'x | 2026-01-02T03:04:05Z'],
  [
    PRINTERS,
    'ClusterRoleBinding',
    {
      roleRef,
      subjects: [
        { kind: 'User', name: 'ann' },
        { kind: 'User', name: 'bob' },
        { kind: 'Group', name: 'devs' },
        { kind: 'ServiceAccount', name: 'ci', namespace: 'shop' },
      ],
    },
    undefined,
    'x | ClusterRole/view | 10m | ann, bob | devs | shop/ci',
  ],
  [PRINTERS, 'RoleBinding', undefined, undefined, 'x | Role/x | 10m |  |  | /default'],
  [
    PRINTERS,
    'PodDisruptionBudget',
    undefined,
    { disruptionsAllowed: 2, currentHealthy: 3, desiredHealthy: 1, expectedPods: 3 },
    'x | 1 | N/A | 2 | 10m',
  ],
  [PRINTERS, 'PodDisruptionBudget', { spec: { maxUnavailable: '25%' } }, undefined, 'x | N/A | 25% | 0 | 10m'],
  [
    PRINTERS,
    'ResourceQuota',
    undefined,
    {
      hard: { pods: '10', 'limits.cpu': '4', 'requests.cpu': '2' },
      used: { pods: '3', 'limits.cpu': '1', 'requests.cpu': '500m' },
    },
    'x | pods: 3/10, requests.cpu: 500m/2 | limits.cpu: 1/4 | 10m',
  ],
  [PRINTERS, 'ResourceQuota', undefined, undefined, 'x |  |  | 10m'],
  [PRINTERS, 'PriorityClass', undefined, undefined, 'x | 1000 | false | 10m | PreemptLowerPriority'],
  [
    PRINTERS,
    'PriorityClass',
    { value: -5, globalDefault: true, preemptionPolicy: 'Never' },
    undefined,
    'x | -5 | true | 10m | Never',
  ],
  [PRINTERS, 'RuntimeClass', undefined, undefined, 'x | runc | 10m'],
  [PRINTERS, 'StorageClass', undefined, undefined, 'x | ebs.csi.aws.com | Delete | Immediate | false | 10m'],
  [
    PRINTERS,
    'StorageClass',
    {
      provisioner: 'a.io',
      reclaimPolicy: 'Retain',
      volumeBindingMode: 'WaitForFirstConsumer',
      allowVolumeExpansion: true,
    },
    undefined,
    'x | a.io | Retain | WaitForFirstConsumer | true | 10m',
  ],
  [
    PRINTERS,
    'PersistentVolume',
    undefined,
    { phase: 'Available' },
    'x | 1Gi | RWO | Retain | Available |  |  | <unset> |  | 10m | Filesystem',
  ],
  [
    PRINTERS,
    'PersistentVolume',
    {
      spec: {
        capacity: { storage: '5Gi' },
        accessModes: ['ReadWriteMany', 'ReadOnlyMany'],
        csi: { driver: 'd', volumeHandle: 'v' },
        claimRef: { namespace: 'shop', name: 'data' },
        storageClassName: 'gp3',
      },
    },
    { phase: 'Bound' },
    'x | 5Gi | ROX,RWX | Retain | Bound | shop/data | gp3 | <unset> |  | 10m | Filesystem',
  ],
  [PRINTERS, 'PersistentVolumeClaim', undefined, undefined, 'x | Pending |  |  |  |  | <unset> | 10m | Filesystem'],
  [
    PRINTERS,
    'PersistentVolumeClaim',
    {
      spec: {
        accessModes: ['ReadWriteOnce'],
        resources: { requests: { storage: '1Gi' } },
        volumeName: 'pv-1',
        storageClassName: 'gp3',
      },
    },
    { phase: 'Bound', accessModes: ['ReadWriteOnce'], capacity: { storage: '2Gi' } },
    'x | Bound | pv-1 | 2Gi | RWO | gp3 | <unset> | 10m | Filesystem',
  ],
  [PRINTERS, 'VolumeAttachment', undefined, { attached: true }, 'x | ebs.csi.aws.com | x | node-a | true | 10m'],
  [
    PRINTERS,
    'CSINode',
    { spec: { drivers: [{ name: 'a', nodeID: 'n', topologyKeys: null }] } },
    undefined,
    'x | 1 | 10m',
  ],
  [PRINTERS, 'CSIDriver', undefined, undefined, 'x | true | false | false | <unset> | false | Persistent | 10m'],
  [
    PRINTERS,
    'HorizontalPodAutoscaler',
    undefined,
    undefined,
    'x | Deployment/x | cpu: <unknown>/80% | 1 | 5 | 0 | 10m',
  ],
  [
    PRINTERS,
    'HorizontalPodAutoscaler',
    {
      spec: {
        scaleTargetRef,
        minReplicas: 2,
        maxReplicas: 4,
        metrics: [
          resource('cpu', { type: 'AverageValue', averageValue: '500m' }),
          resource('memory', { type: 'Utilization', averageUtilization: 70 }),
          { type: 'Pods', pods: { metric: { name: 'qps' }, target: { type: 'AverageValue', averageValue: '10' } } },
        ],
      },
    },
    undefined,
    'x | Deployment/web | cpu: <unknown>/500m, memory: <unknown>/70% + 1 more... | 2 | 4 | 0 | 10m',
  ],
  [
    PRINTERS,
    'CronJob',
    undefined,
    undefined,
    'x | */5 * * * * | <none> | False | 0 | <none> | 10m | app | nginx:1.27 | <none>',
  ],
  [
    PRINTERS,
    'CronJob',
    {
      spec: {
        schedule: '@hourly',
        timeZone: 'Etc/UTC',
        suspend: true,
        jobTemplate: { spec: { template: { spec: { ...pods, restartPolicy: 'Never' } } } },
      },
    },
    { active: [{ kind: 'Job', name: 'x-1' }], lastScheduleTime: '2026-01-02T03:09:05Z' },
    'x | @hourly | Etc/UTC | True | 1 | 5m | 10m | app | nginx:1.27 | <none>',
  ],
  [
    PRINTERS,
    'ReplicationController',
    { spec: { replicas: 3, template } },
    { replicas: 2, readyReplicas: 1 },
    'x | 3 | 2 | 1 | 10m | app | nginx:1.27 | app=x',
  ],
  [PRINTERS, 'PodTemplate', undefined, undefined, 'x | app | nginx:1.27 | app=x'],
];

test.each(ROWS)('%s: %s %#', (source, kind, rest, status, expected) => {
  expect(source).toMatch(/^https:\/\//);
  const server = aServer();
  const path = collectionPath(kind);
  const name = kind === 'IPAddress' ? '172.20.9.9' : 'x';
  const body = aManifest(kind, name, rest as Record<string, unknown> | undefined);
  expect(server.ask('POST', path, { body })).toMatchObject({ status: 201 });
  if (status) {
    const headers = { 'content-type': 'application/merge-patch+json' };
    expect(server.ask('PATCH', `${path}/${name}/status`, { headers, body: { status } })).toMatchObject({ status: 200 });
  }
  setNow(server.cluster.state, 600_000);
  const headers = { accept: 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json' };
  const { rows } = server.ask('GET', path, { headers }).body as { rows: { cells: unknown[] }[] };
  expect(rows[0]?.cells.join(' | ')).toBe(expected);
});
