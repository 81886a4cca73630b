/** What the server fills into the kinds of networking, access, bounds, storage and schedules. */
import { expect, test } from 'vitest';
import type { KindName } from '../../../lib/world/api/kinds.ts';
import { aServer } from '../../builders/cluster.ts';
import { aManifest, collectionPath } from '../../builders/manifests.ts';

type DefaultCase = readonly [source: string, kind: KindName, rest: object | undefined, expected: object];

const k8s = (path: string) => `https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/${path}`;
const NETWORKING = k8s('apis/networking/v1/defaults.go');
const RBAC = k8s('apis/rbac/v1/defaults.go');
const CORE = k8s('apis/core/v1/defaults.go');
const STORAGE = k8s('apis/storage/v1/defaults.go');
const BATCH = k8s('apis/batch/v1/defaults.go');
const SCALING = k8s('apis/autoscaling/v2/defaults.go');
const template = { metadata: { labels: { app: 'x' } }, spec: { containers: [{ name: 'app', image: 'nginx' }] } };
const scaleTargetRef = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' };
const role = { kind: 'ClusterRole', name: 'view' };

const CASES: readonly DefaultCase[] = [
  [
    k8s('registry/networking/ingress/strategy.go'),
    'Ingress',
    undefined,
    { metadata: { generation: 1 }, status: { loadBalancer: {} } },
  ],
  [
    NETWORKING,
    'IngressClass',
    { spec: { controller: 'a.io/b', parameters: { kind: 'P', name: 'p' } } },
    { spec: { parameters: { scope: 'Cluster' } } },
  ],
  [NETWORKING, 'NetworkPolicy', { spec: { podSelector: {} } }, { spec: { podSelector: {}, policyTypes: ['Ingress'] } }],
  [
    NETWORKING,
    'NetworkPolicy',
    { spec: { podSelector: {}, egress: [{}] } },
    { spec: { policyTypes: ['Ingress', 'Egress'] } },
  ],
  [NETWORKING, 'NetworkPolicy', { spec: { podSelector: {}, egress: [] } }, { spec: { policyTypes: ['Ingress'] } }],
  [
    NETWORKING,
    'NetworkPolicy',
    { spec: { podSelector: {}, policyTypes: ['Egress'], egress: [{ ports: [{ port: 53 }] }] } },
    { spec: { policyTypes: ['Egress'], egress: [{ ports: [{ port: 53, protocol: 'TCP' }] }] } },
  ],
  [RBAC, 'RoleBinding', { roleRef: role }, { roleRef: { ...role, apiGroup: 'rbac.authorization.k8s.io' } }],
  [
    RBAC,
    'ClusterRoleBinding',
    {
      roleRef: role,
      subjects: [
        { kind: 'User', name: 'jo' },
        { kind: 'ServiceAccount', name: 'a', namespace: 'b' },
      ],
    },
    {
      subjects: [
        { kind: 'User', name: 'jo', apiGroup: 'rbac.authorization.k8s.io' },
        { kind: 'ServiceAccount', name: 'a', namespace: 'b' },
      ],
    },
  ],
  [
    RBAC,
    'RoleBinding',
    { roleRef: role, subjects: [{ kind: 'Group', name: 'g' }] },
    { subjects: [{ apiGroup: 'rbac.authorization.k8s.io' }] },
  ],
  [
    CORE,
    'LimitRange',
    { spec: { limits: [{ type: 'Container', max: { cpu: '2' } }] } },
    { spec: { limits: [{ default: { cpu: '2' }, defaultRequest: { cpu: '2' }, max: { cpu: '2' } }] } },
  ],
  [
    CORE,
    'LimitRange',
    { spec: { limits: [{ type: 'Container', default: { cpu: '1' } }] } },
    { spec: { limits: [{ default: { cpu: '1' }, defaultRequest: { cpu: '1' } }] } },
  ],
  [
    CORE,
    'LimitRange',
    { spec: { limits: [{ type: 'Container', min: { memory: '8Mi' } }] } },
    { spec: { limits: [{ min: { memory: '8Mi' }, defaultRequest: { memory: '8Mi' } }] } },
  ],
  [
    CORE,
    'LimitRange',
    { spec: { limits: [{ type: 'Pod', max: { cpu: '2' } }] } },
    { spec: { limits: [{ type: 'Pod', max: { cpu: '2' } }] } },
  ],
  [
    CORE,
    'ReplicationController',
    { spec: { template } },
    { metadata: { labels: { app: 'x' } }, spec: { replicas: 1, selector: { app: 'x' } }, status: { replicas: 0 } },
  ],
  [
    CORE,
    'ReplicationController',
    { spec: { template } },
    { spec: { template: { spec: { restartPolicy: 'Always', dnsPolicy: 'ClusterFirst' } } } },
  ],
  [
    CORE,
    'PodTemplate',
    undefined,
    { template: { spec: { terminationGracePeriodSeconds: 30, schedulerName: 'default-scheduler' } } },
  ],
  [
    CORE,
    'PersistentVolume',
    undefined,
    { spec: { persistentVolumeReclaimPolicy: 'Retain', volumeMode: 'Filesystem' }, status: { phase: 'Pending' } },
  ],
  [CORE, 'PersistentVolumeClaim', undefined, { spec: { volumeMode: 'Filesystem' }, status: { phase: 'Pending' } }],
  [STORAGE, 'StorageClass', undefined, { reclaimPolicy: 'Delete', volumeBindingMode: 'Immediate' }],
  [
    STORAGE,
    'CSIDriver',
    undefined,
    {
      spec: {
        attachRequired: true,
        podInfoOnMount: false,
        storageCapacity: false,
        fsGroupPolicy: 'ReadWriteOnceWithFSType',
        volumeLifecycleModes: ['Persistent'],
        requiresRepublish: false,
        seLinuxMount: false,
      },
    },
  ],
  [
    k8s('registry/storage/volumeattachment/strategy.go'),
    'VolumeAttachment',
    undefined,
    { status: { attached: false } },
  ],
  [k8s('apis/scheduling/v1/defaults.go'), 'PriorityClass', undefined, { preemptionPolicy: 'PreemptLowerPriority' }],
  [
    k8s('registry/policy/poddisruptionbudget/strategy.go'),
    'PodDisruptionBudget',
    undefined,
    {
      metadata: { generation: 1 },
      status: { disruptionsAllowed: 0, currentHealthy: 0, desiredHealthy: 0, expectedPods: 0 },
    },
  ],
  [
    BATCH,
    'CronJob',
    undefined,
    {
      spec: { concurrencyPolicy: 'Allow', suspend: false, successfulJobsHistoryLimit: 3, failedJobsHistoryLimit: 1 },
      status: {},
    },
  ],
  [
    BATCH,
    'CronJob',
    undefined,
    { spec: { jobTemplate: { spec: { template: { spec: { dnsPolicy: 'ClusterFirst' } } } } } },
  ],
  [
    SCALING,
    'HorizontalPodAutoscaler',
    undefined,
    {
      spec: {
        minReplicas: 1,
        metrics: [
          { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 80 } } },
        ],
      },
      status: { desiredReplicas: 0, currentMetrics: null },
    },
  ],
  [
    SCALING,
    'HorizontalPodAutoscaler',
    { spec: { scaleTargetRef, maxReplicas: 2, behavior: { scaleDown: { stabilizationWindowSeconds: 60 } } } },
    {
      spec: {
        behavior: {
          scaleUp: {
            stabilizationWindowSeconds: 0,
            selectPolicy: 'Max',
            policies: [
              { type: 'Pods', value: 4, periodSeconds: 15 },
              { type: 'Percent', value: 100, periodSeconds: 15 },
            ],
          },
          scaleDown: {
            stabilizationWindowSeconds: 60,
            selectPolicy: 'Max',
            policies: [{ type: 'Percent', value: 100, periodSeconds: 15 }],
          },
        },
      },
    },
  ],
];

test.each(CASES)('%s: %s %#', (source, kind, rest, expected) => {
  expect(source).toMatch(/^https:\/\//);
  const body = aManifest(kind, 'x', rest as Record<string, unknown> | undefined);
  expect(aServer().ask('POST', collectionPath(kind), { body })).toMatchObject({ status: 201, body: expected });
});
