/** The smallest manifest of each kind that the API server takes. */
import { getKind, type KindName } from '../../lib/world/api/kinds.ts';

type Json = Readonly<Record<string, unknown>>;

const POD_SPEC: Json = { containers: [{ name: 'app', image: 'nginx:1.27' }] };
const TEMPLATE: Json = { metadata: { labels: { app: 'x' } }, spec: POD_SPEC };
const SELECTOR: Json = { matchLabels: { app: 'x' } };

/** What stands beside apiVersion, kind and metadata. */
const REST: { readonly [K in KindName]: Json } = {
  ConfigMap: { data: { key: 'value' } },
  Endpoints: { subsets: [{ addresses: [{ ip: '10.0.1.5' }], ports: [{ port: 80 }] }] },
  Event: {
    involvedObject: { kind: 'Pod', namespace: 'shop', name: 'x' },
    reason: 'Tested',
    message: 'm',
    type: 'Normal',
  },
  Namespace: {},
  Node: {},
  Pod: { spec: POD_SPEC },
  Secret: { data: { key: 'dmFsdWU=' } },
  ServiceAccount: {},
  Service: { spec: { selector: { app: 'x' }, ports: [{ port: 80 }] } },
  ControllerRevision: { revision: 1, data: {} },
  DaemonSet: { spec: { selector: SELECTOR, template: TEMPLATE } },
  Deployment: { spec: { selector: SELECTOR, template: TEMPLATE } },
  ReplicaSet: { spec: { selector: SELECTOR, template: TEMPLATE } },
  StatefulSet: { spec: { serviceName: 'x', selector: SELECTOR, template: TEMPLATE } },
  Job: { spec: { template: { spec: { ...POD_SPEC, restartPolicy: 'Never' } } } },
  Lease: { spec: { holderIdentity: 'someone' } },
  EndpointSlice: { addressType: 'IPv4', endpoints: [{ addresses: ['10.0.1.5'] }], ports: [{ port: 80 }] },
  LimitRange: { spec: { limits: [{ type: 'Container', max: { cpu: '2' } }] } },
  PersistentVolumeClaim: { spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } } },
  PersistentVolume: {
    spec: { capacity: { storage: '1Gi' }, accessModes: ['ReadWriteOnce'], hostPath: { path: '/data' } },
  },
  PodTemplate: { template: TEMPLATE },
  ReplicationController: { spec: { template: TEMPLATE } },
  ResourceQuota: { spec: { hard: { pods: '10' } } },
  HorizontalPodAutoscaler: {
    spec: { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'x' }, maxReplicas: 5 },
  },
  CronJob: {
    spec: {
      schedule: '*/5 * * * *',
      jobTemplate: { spec: { template: { spec: { ...POD_SPEC, restartPolicy: 'OnFailure' } } } },
    },
  },
  IngressClass: { spec: { controller: 'example.com/ingress' } },
  Ingress: { spec: { defaultBackend: { service: { name: 'x', port: { number: 80 } } } } },
  IPAddress: { spec: { parentRef: { resource: 'services', namespace: 'shop', name: 'x' } } },
  NetworkPolicy: { spec: { podSelector: SELECTOR } },
  ServiceCIDR: { spec: { cidrs: ['10.96.0.0/24'] } },
  RuntimeClass: { handler: 'runc' },
  PodDisruptionBudget: { spec: { minAvailable: 1, selector: SELECTOR } },
  ClusterRoleBinding: {
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'view' },
    subjects: [{ kind: 'ServiceAccount', name: 'default', namespace: 'shop' }],
  },
  ClusterRole: { rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['get'] }] },
  RoleBinding: {
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'x' },
    subjects: [{ kind: 'ServiceAccount', name: 'default' }],
  },
  Role: { rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['get'] }] },
  PriorityClass: { value: 1000 },
  CSIDriver: { spec: {} },
  CSINode: { spec: { drivers: [] } },
  StorageClass: { provisioner: 'ebs.csi.aws.com' },
  VolumeAttachment: {
    spec: { attacher: 'ebs.csi.aws.com', nodeName: 'node-a', source: { persistentVolumeName: 'x' } },
  },
};

/** As a person writes it, in namespace `shop` where the kind has one. */
export function aManifest(kind: KindName, name: string, rest: Json = REST[kind]): Json {
  const { apiVersion, scope } = getKind(kind);
  const metadata = scope === 'Namespaced' ? { name, namespace: 'shop' } : { name };
  return { apiVersion, kind, metadata, ...rest };
}

/** Where the objects of a kind stand. */
export function collectionPath(kind: KindName, namespace = 'shop'): string {
  const { group, version, plural, scope } = getKind(kind);
  const root = group ? `/apis/${group}/${version}` : `/api/${version}`;
  return scope === 'Namespaced' ? `${root}/namespaces/${namespace}/${plural}` : `${root}/${plural}`;
}
