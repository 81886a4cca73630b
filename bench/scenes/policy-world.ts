/** Clusters of tenants with tiers and NetworkPolicies, written straight into a state: the prover reads objects and nothing else. */
import { getKind, type KindName, type KubeObject } from '../../lib/world/api/kinds.ts';
import { putObject } from '../../lib/world/apiserver/store.ts';
import type { Cluster } from '../../lib/world/cluster.ts';
import { State } from '../../lib/world/sim/state.ts';

export interface PolicyWorldSize {
  readonly tenants: number;
  /** Pods of each app of a tenant, by the app's name; `web`, `api` and `db` have policies of their own. */
  readonly apps: Readonly<Record<string, number>>;
  readonly nodes: number;
  /** Pods that are in no tenant's namespace. */
  readonly monitors: number;
  /** Services in all, without rules on the nodes. */
  readonly services?: number;
}

/** 50 pods, 16 policies. */
export const LAB_SIZE: PolicyWorldSize = { tenants: 4, apps: { web: 5, api: 4, db: 3 }, nodes: 3, monitors: 2 };

type Loose = Record<string, unknown>;

export function policyCluster(size: PolicyWorldSize): Cluster {
  const cluster: Cluster = { name: 'main', state: new State(), seed: 1, epochMs: 1_767_603_600_000 };
  const put = (kind: KindName, object: Loose) =>
    putObject(
      cluster,
      kind,
      Object.freeze({ kind, apiVersion: getKind(kind).apiVersion, ...object }) as unknown as KubeObject,
    );
  for (let n = 0; n < size.nodes; n++) put('Node', node(n));
  let count = 0;
  const place = (namespace: string, app: string, n: number) => {
    put('Pod', pod(namespace, app, n, count, size.nodes));
    count += 1;
  };
  for (let tenant = 0; tenant < size.tenants; tenant++) {
    const namespace = `t${tenant}`;
    put('Namespace', {
      metadata: { name: namespace, labels: { 'kubernetes.io/metadata.name': namespace, tenant: 'yes' } },
    });
    for (const [app, pods] of Object.entries(size.apps)) for (let n = 0; n < pods; n++) place(namespace, app, n);
    // The last tenant has forgotten its monitors.
    for (const policy of policiesOf(namespace, tenant === size.tenants - 1 ? 'Unwatched' : 'Watched'))
      put('NetworkPolicy', policy);
  }
  put('Namespace', { metadata: { name: 'monitoring', labels: { 'kubernetes.io/metadata.name': 'monitoring' } } });
  for (let n = 0; n < size.monitors; n++) place('monitoring', 'prometheus', n);
  for (let n = 0; n < (size.services ?? 0); n++) put('Service', service(n, size.tenants));
  cluster.state.compact();
  return cluster;
}

function node(n: number): Loose {
  const address = `10.${1 + (n >>> 8)}.${n & 255}.1`;
  return { metadata: { name: `node-${n}` }, spec: {}, status: { addresses: [{ type: 'InternalIP', address }] } };
}

function pod(namespace: string, app: string, n: number, count: number, nodes: number): Loose {
  const ports = [
    { name: 'http', containerPort: 8080 },
    { name: 'metrics', containerPort: app === 'db' ? 9187 : 9090 },
  ];
  const image = 'registry.k8s.io/e2e-test-images/agnhost:2.53';
  const status = {
    name: 'app',
    ready: true,
    restartCount: 0,
    image,
    imageID: '',
    state: { running: { startedAt: -60_000 } },
  };
  return {
    metadata: { name: `${app}-${n}`, namespace, labels: { app, tier: app === 'db' ? 'data' : 'front' } },
    spec: {
      nodeName: `node-${count % nodes}`,
      containers: [{ name: 'app', image, args: ['netexec', '--http-port=8080'], ports }],
    },
    status: {
      phase: 'Running',
      podIP: `10.${100 + (count >>> 16)}.${(count >>> 8) & 255}.${count & 255}`,
      containerStatuses: [status],
    },
  };
}

function service(n: number, tenants: number): Loose {
  const clusterIP = `172.20.${n >>> 8}.${n & 255}`;
  return {
    metadata: { name: `s${n}`, namespace: `t${n % tenants}` },
    spec: { type: 'ClusterIP', clusterIP, clusterIPs: [clusterIP], selector: { app: 'web' }, ports: [{ port: 80 }] },
    status: {},
  };
}

const DNS = {
  to: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } } }],
  ports: [{ protocol: 'UDP', port: 53 }],
};
const pods = (app: string) => ({ podSelector: { matchLabels: { app } } });
const MONITORS = {
  from: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'monitoring' } } }],
  ports: [{ port: 'metrics' }],
};

/** Four of a tenant: nothing by default, and what each tier may do. */
function policiesOf(namespace: string, watched: 'Watched' | 'Unwatched'): Loose[] {
  const monitors = watched === 'Watched' ? [MONITORS] : [];
  const both = { policyTypes: ['Ingress', 'Egress'] };
  const policy = (name: string, spec: Loose) => ({ metadata: { name, namespace }, spec });
  const outside = { ipBlock: { cidr: '0.0.0.0/0', except: ['10.0.0.0/8'] } };
  return [
    policy('default-deny', { podSelector: {}, ...both }),
    policy('web', {
      ...pods('web'),
      ...both,
      ingress: [{ from: [outside], ports: [{ port: 'http' }, { port: 8443 }] }],
      egress: [{ to: [pods('api')], ports: [{ port: 8080 }] }, DNS],
    }),
    policy('api', {
      ...pods('api'),
      ...both,
      ingress: [{ from: [pods('web')], ports: [{ port: 8080 }] }],
      egress: [{ to: [pods('db')], ports: [{ port: 5432 }] }, DNS],
    }),
    policy('db', {
      podSelector: { matchExpressions: [{ key: 'tier', operator: 'In', values: ['data'] }] },
      policyTypes: ['Ingress'],
      ingress: [{ from: [pods('api')], ports: [{ port: 5432, endPort: 5434 }] }, ...monitors],
    }),
  ];
}
