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
