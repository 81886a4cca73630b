/** Server-side tables: columns of 1.35 and what stands in them. Source: pkg/printers/internalversion/printers.go. */
import { describe, expect, test } from 'vitest';
import type { ContainerStatus, Pod } from '../../../lib/world/api/core/v1/pod.schema.ts';
import { type KindName, listKinds } from '../../../lib/world/api/kinds.ts';
import { setNow } from '../../../lib/world/sim/clock.ts';
import { aServer, type TestServer } from '../../builders/cluster.ts';
import { collectionPath } from '../../builders/manifests.ts';
import { aContainer, aNode, anEndpointSlice, aPod, aService } from '../../builders/objects.ts';

interface Table {
  readonly columnDefinitions: readonly { readonly name: string; readonly priority: number }[];
  readonly rows: readonly { readonly cells: readonly unknown[]; readonly object: { readonly kind: string } }[];
}

const headers = { accept: 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json' };

function tableOf(server: TestServer, kind: KindName, namespace = 'default'): Table {
  return server.ask('GET', collectionPath(kind, namespace), { headers }).body as Table;
}

/** Columns by kind; those after `|` only with `-o wide`. */
const COLUMNS: { readonly [K in KindName]: string } = {
  ConfigMap: 'Name Data Age',
  ControllerRevision: 'Name Controller Revision Age',
  ClusterRole: 'Name Created At',
  ClusterRoleBinding: 'Name Role Age | Users Groups ServiceAccounts',
  CronJob: 'Name Schedule Timezone Suspend Active Last Schedule Age | Containers Images Selector',
  CSIDriver: 'Name AttachRequired PodInfoOnMount StorageCapacity TokenRequests RequiresRepublish Modes Age',
  CSINode: 'Name Drivers Age',
  DaemonSet: 'Name Desired Current Ready Up-to-date Available Node Selector Age | Containers Images Selector',
  Deployment: 'Name Ready Up-to-date Available Age | Containers Images Selector',
  EndpointSlice: 'Name AddressType Ports Endpoints Age',
  Endpoints: 'Name Endpoints Age',
  Event: 'Last Seen Type Reason Object Message | Subobject Source First Seen Count Name',
  HorizontalPodAutoscaler: 'Name Reference Targets MinPods MaxPods Replicas Age',
  Ingress: 'Name Class Hosts Address Ports Age',
  IngressClass: 'Name Controller Parameters Age',
  IPAddress: 'Name ParentRef',
  Job: 'Name Status Completions Duration Age | Containers Images Selector',
  Lease: 'Name Holder Age',
  LimitRange: 'Name Created At',
  Namespace: 'Name Status Age',
  NetworkPolicy: 'Name Pod-Selector Age',
  Node: 'Name Status Roles Age Version | Internal-IP External-IP OS-Image Kernel-Version Container-Runtime',
  PersistentVolume:
    'Name Capacity Access Modes Reclaim Policy Status Claim StorageClass VolumeAttributesClass Reason Age | VolumeMode',
  PersistentVolumeClaim: 'Name Status Volume Capacity Access Modes StorageClass VolumeAttributesClass Age | VolumeMode',
  PodDisruptionBudget: 'Name Min Available Max Unavailable Allowed Disruptions Age',
  PodTemplate: 'Name Containers Images Pod Labels',
  PriorityClass: 'Name Value Global-Default Age PreemptionPolicy',
  Pod: 'Name Ready Status Restarts Age | IP Node Nominated Node Readiness Gates',
  ReplicaSet: 'Name Desired Current Ready Age | Containers Images Selector',
  ReplicationController: 'Name Desired Current Ready Age | Containers Images Selector',
  ResourceQuota: 'Name Request Limit Age',
  Role: 'Name Created At',
  RoleBinding: 'Name Role Age | Users Groups ServiceAccounts',
  RuntimeClass: 'Name Handler Age',
  Secret: 'Name Type Data Age',
  Service: 'Name Type Cluster-IP External-IP Port(s) Age | Selector',
  ServiceAccount: 'Name Age',
  ServiceCIDR: 'Name CIDRs Age',
  StatefulSet: 'Name Ready Age | Containers Images',
  StorageClass: 'Name Provisioner ReclaimPolicy VolumeBindingMode AllowVolumeExpansion Age',
  VolumeAttachment: 'Name Attacher PV Node Attached Age',
};

test.each(listKinds().map(({ kind }) => kind))('the columns of %s', (kind) => {
  const { columnDefinitions } = tableOf(aServer(), kind);
  const names = (priority: number) =>
    columnDefinitions.filter((column) => column.priority === priority).map(({ name }) => name);
  const wide = names(1);
  expect(wide.length > 0 ? `${names(0).join(' ')} | ${wide.join(' ')}` : names(0).join(' ')).toBe(COLUMNS[kind]);
});

const status = (rest: Partial<ContainerStatus>): ContainerStatus => ({
  name: 'app',
  image: '',
  imageID: '',
  ready: false,
  restartCount: 0,
  ...rest,
});
const running = status({ ready: true, state: { running: { startedAt: 0 } } });
const waiting = (reason: string, rest: Partial<ContainerStatus> = {}) =>
  status({ state: { waiting: { reason } }, ...rest });
const ended = (exitCode: number, reason?: string) =>
  status({ state: { terminated: { exitCode, ...(reason ? { reason } : {}) } } });

/** Ready, Status, Restarts at 10 minutes of age. */
const PODS: readonly (readonly [string, Pod['status'], string])[] = [
  ['new', { phase: 'Pending' }, '0/1 Pending 0'],
  ['starting', { phase: 'Pending', containerStatuses: [waiting('ContainerCreating')] }, '0/1 ContainerCreating 0'],
  ['running', { phase: 'Running', containerStatuses: [running] }, '1/1 Running 0'],
  ['unready', { phase: 'Running', containerStatuses: [{ ...running, ready: false }] }, '0/1 Running 0'],
  ['evicted', { phase: 'Failed', reason: 'Evicted' }, '0/1 Evicted 0'],
  ['done', { phase: 'Succeeded', containerStatuses: [ended(0, 'Completed')] }, '0/1 Completed 0'],
  ['failed', { phase: 'Failed', containerStatuses: [ended(1, 'Error')] }, '0/1 Error 0'],
  ['exit code', { phase: 'Failed', containerStatuses: [ended(3)] }, '0/1 ExitCode:3 0'],
  [
    'crashing',
    {
      phase: 'Running',
      containerStatuses: [
        waiting('CrashLoopBackOff', {
          restartCount: 4,
          lastState: { terminated: { exitCode: 1, finishedAt: 300_000 } },
        }),
      ],
    },
    '0/1 CrashLoopBackOff 4 (5m ago)',
  ],
  [
    'initialising',
    { phase: 'Pending', initContainerStatuses: [status({ name: 'init', state: { running: { startedAt: 0 } } })] },
    '0/1 Init:0/1 0',
  ],
  [
    'init failed',
    { phase: 'Pending', initContainerStatuses: [status({ name: 'init', state: { terminated: { exitCode: 2 } } })] },
    '0/1 Init:ExitCode:2 0',
  ],
  [
    'init crash loop',
    {
      phase: 'Pending',
      initContainerStatuses: [{ ...waiting('CrashLoopBackOff'), name: 'init', restartCount: 1 }],
    },
    '0/1 Init:CrashLoopBackOff 1',
  ],
  [
    'gated',
    { phase: 'Pending', conditions: [{ type: 'PodScheduled', status: 'False', reason: 'SchedulingGated' }] },
    '0/1 SchedulingGated 0',
  ],
];

describe('pods', () => {
  test.each(PODS)('%s', (_, podStatus, expected) => {
    const server = aServer();
    const initContainers = podStatus.initContainerStatuses ? [aContainer('init')] : [];
    server.load('Pod', { ...aPod('x').with({ initContainers }).build(), status: podStatus });
    setNow(server.cluster.state, 600_000);
    const row = tableOf(server, 'Pod').rows[0];
    expect(row?.cells.slice(1, 4).join(' ')).toBe(expected);
    expect(row?.cells[4]).toBe('10m');
    expect(row?.object.kind).toBe('PartialObjectMetadata');
  });

  test('terminating, and wide', () => {
    const server = aServer();
    server.load('Pod', aPod('x').onNode('node-a').running('10.0.1.7').build());
    server.client.delete('Pod', 'x', 'default');
    expect(tableOf(server, 'Pod').rows[0]?.cells).toEqual([
      'x',
      '1/1',
      'Terminating',
      '0',
      '0s',
      '10.0.1.7',
      'node-a',
      '<none>',
      '<none>',
    ]);
  });
});

describe('other kinds', () => {
  const services = [
    [
      aService('a').with({ clusterIP: '172.20.3.4' }).selecting({ b: 'c', a: 'b' }),
      'ClusterIP 172.20.3.4 <none> 80/TCP 0s a=b,b=c',
    ],
    [aService('a').with({ clusterIP: 'None' }), 'ClusterIP None <none> 80/TCP 0s <none>'],
    [
      aService('a').with({ type: 'LoadBalancer', clusterIP: '172.20.3.4' }).on({ port: 443, nodePort: 31_234 }),
      'LoadBalancer 172.20.3.4 <pending> 443:31234/TCP 0s <none>',
    ],
    [
      aService('a').with({ type: 'ExternalName', externalName: 'pay.example.com', ports: [] }),
      'ExternalName <none> pay.example.com <none> 0s <none>',
    ],
    [
      aService('a')
        .with({ type: 'NodePort', clusterIP: '172.20.3.4' })
        .on({ name: 'a', port: 80, nodePort: 30_080 }, { name: 'b', port: 53, nodePort: 30_053, protocol: 'UDP' }),
      'NodePort 172.20.3.4 <none> 80:30080/TCP,53:30053/UDP 0s <none>',
    ],
  ] as const;
  test.each(services)('service %#', (service, expected) => {
    const server = aServer();
    server.load('Service', service.build());
    expect(tableOf(server, 'Service').rows[0]?.cells.slice(1).join(' ')).toBe(expected);
  });

  const endpoint = (address: string) => ({ addresses: [address], conditions: { ready: false } });
  test.each([
    [['10.0.1.1'], '8080 10.0.1.1'],
    [['10.0.1.1', '10.0.1.2', '10.0.1.3', '10.0.1.4', '10.0.1.5'], '8080 10.0.1.1,10.0.1.2,10.0.1.3 + 2 more...'],
    [[], '<unset> <unset>'],
  ])('endpoint slice of %j lists the not ready too', (addresses, expected) => {
    const server = aServer();
    const ports = addresses.length > 0 ? [{ port: 8080 }] : [];
    server.load('EndpointSlice', anEndpointSlice('x', ports, addresses.map(endpoint)));
    expect(tableOf(server, 'EndpointSlice').rows[0]?.cells.slice(2, 4).join(' ')).toBe(expected);
  });

  test('node: conditions, cordon, roles, addresses', () => {
    const server = aServer();
    const node = aNode('a', '10.0.1.20');
    server.load('Node', node);
    server.load('Node', { ...aNode('b', '10.0.2.20'), spec: { unschedulable: true }, status: {} });
    const rows = tableOf(server, 'Node').rows.map(({ cells }) => cells.join(' '));
    expect(rows).toEqual([
      'a Ready <none> 0s  10.0.1.20 <none> <unknown> <unknown> <unknown>',
      'b Unknown,SchedulingDisabled <none> 0s  <none> <none> <unknown> <unknown> <unknown>',
    ]);
  });

  test('events count repeats and name their object', () => {
    const server = aServer();
    server.load('Pod', aPod('x').build());
    const event = {
      regarding: { kind: 'Pod', namespace: 'default', name: 'x', fieldPath: 'spec.containers{app}' },
      type: 'Warning',
      reason: 'Unhealthy',
      message: 'Readiness probe failed',
      source: { component: 'kubelet', host: 'node-a' },
    } as const;
    server.client.record(event);
    setNow(server.cluster.state, 90_000);
    server.client.record(event);
    setNow(server.cluster.state, 120_000);
    const [row, ...others] = tableOf(server, 'Event').rows;
    expect(others).toEqual([]);
    expect(row?.cells.slice(0, 9)).toEqual([
      '30s',
      'Warning',
      'Unhealthy',
      'pod/x',
      'spec.containers{app}',
      'kubelet, node-a',
      'Readiness probe failed',
      '2m',
      2,
    ]);
    expect(row?.cells[9]).toMatch(/^x\.[0-9a-f]{16}$/);
  });
});

describe('ages (https://github.com/kubernetes/apimachinery/blob/v0.35.0/pkg/util/duration/duration.go)', () => {
  const HOUR = 3600;
  test.each([
    [0, '0s'],
    [119, '119s'],
    [133, '2m13s'],
    [300, '5m'],
    [179 * 60, '179m'],
    [3 * HOUR + 300, '3h5m'],
    [29 * HOUR, '29h'],
    [121 * HOUR, '5d1h'],
    [120 * HOUR, '5d'],
    [24 * 30 * HOUR, '30d'],
    [24 * 760 * HOUR, '2y30d'],
  ])('%d s is %s', (seconds, expected) => {
    const server = aServer();
    server.load('ConfigMap', { kind: 'ConfigMap', apiVersion: 'v1', metadata: { name: 'x', namespace: 'default' } });
    setNow(server.cluster.state, seconds * 1000);
    expect(tableOf(server, 'ConfigMap').rows[0]?.cells[2]).toBe(expected);
  });
});
