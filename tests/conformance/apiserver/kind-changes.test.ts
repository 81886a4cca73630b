/** What may not change in the kinds of networking, access, classes and storage, and what their writes warn of. */
import { describe, expect, test } from 'vitest';
import { getKind, type KindName } from '../../../lib/world/api/kinds.ts';
import { aServer } from '../../builders/cluster.ts';
import { aManifest, collectionPath } from '../../builders/manifests.ts';

const at = (path: string) =>
  `https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/apis/${path}/validation/validation.go`;
const GROUP = 'rbac.authorization.k8s.io';

type ChangeCase = readonly [source: string, kind: KindName, patch: object, says: string];

const IMMUTABLE: readonly ChangeCase[] = [
  [
    at('networking'),
    'IngressClass',
    { spec: { controller: 'other.io/b' } },
    'spec.controller: Invalid value: "other.io/b": field is immutable',
  ],
  [
    at('networking'),
    'ServiceCIDR',
    { spec: { cidrs: ['10.97.0.0/24'] } },
    'spec.cidrs[0]: Invalid value: "10.97.0.0/24": field is immutable',
  ],
  [
    at('networking'),
    'IPAddress',
    { spec: { parentRef: { name: 'y' } } },
    'spec.parentRef: Invalid value: {"Group":"","Resource":"services","Namespace":"shop","Name":"y"}: field is immutable',
  ],
  [
    at('rbac'),
    'RoleBinding',
    { roleRef: { name: 'other' } },
    `roleRef: Invalid value: {"APIGroup":"${GROUP}","Kind":"Role","Name":"other"}: cannot change roleRef`,
  ],
  [
    at('rbac'),
    'ClusterRoleBinding',
    { roleRef: { name: 'edit' } },
    `roleRef: Invalid value: {"APIGroup":"${GROUP}","Kind":"ClusterRole","Name":"edit"}: cannot change roleRef`,
  ],
  [at('scheduling'), 'PriorityClass', { value: 5 }, 'value: Forbidden: may not be changed in an update.'],
  [
    at('scheduling'),
    'PriorityClass',
    { preemptionPolicy: 'Never' },
    'preemptionPolicy: Invalid value: "Never": field is immutable',
  ],
  [at('node'), 'RuntimeClass', { handler: 'gvisor' }, 'handler: Invalid value: "gvisor": field is immutable'],
  [
    at('storage'),
    'StorageClass',
    { provisioner: 'other.io' },
    'provisioner: Forbidden: updates to provisioner are forbidden.',
  ],
  [
    at('storage'),
    'StorageClass',
    { parameters: { a: 'b' } },
    'parameters: Forbidden: updates to parameters are forbidden.',
  ],
  [
    at('storage'),
    'StorageClass',
    { reclaimPolicy: 'Retain' },
    'reclaimPolicy: Forbidden: updates to reclaimPolicy are forbidden.',
  ],
  [
    at('storage'),
    'StorageClass',
    { volumeBindingMode: 'WaitForFirstConsumer' },
    'volumeBindingMode: Invalid value: "WaitForFirstConsumer": field is immutable',
  ],
  [
    at('core'),
    'PersistentVolumeClaim',
    { spec: { accessModes: ['ReadWriteMany'] } },
    'spec: Forbidden: spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims',
  ],
  [
    at('core'),
    'PersistentVolume',
    { spec: { hostPath: { path: '/other' } } },
    'spec.persistentvolumesource: Forbidden: spec.persistentvolumesource is immutable after creation',
  ],
  [
    at('core'),
    'PersistentVolume',
    { spec: { volumeMode: 'Block' } },
    'spec.volumeMode: Invalid value: "Block": field is immutable',
  ],
  [
    at('core'),
    'ResourceQuota',
    { spec: { scopes: ['NotBestEffort'] } },
    'spec.scopes: Invalid value: ["NotBestEffort"]: field is immutable',
  ],
];

describe('what may not change', () => {
  test.each(IMMUTABLE)('%s: %s %#', (source, kind, patch, says) => {
    expect(source).toMatch(/^https:\/\//);
    const server = aServer();
    const name = kind === 'IPAddress' ? '172.20.9.9' : 'x';
    const path = collectionPath(kind);
    expect(server.ask('POST', path, { body: aManifest(kind, name) })).toMatchObject({ status: 201 });
    const headers = { 'content-type': 'application/merge-patch+json' };
    const answer = server.ask('PATCH', `${path}/${name}`, { headers, body: patch });
    const { group } = getKind(kind);
    const message = `${group ? `${kind}.${group}` : kind} "${name}" is invalid: ${says}`;
    expect(answer).toMatchObject({ status: 422, body: { message, reason: 'Invalid' } });
  });
});

const CLASS = 'kubernetes.io/ingress.class';

describe('warnings (https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/registry/networking/ingress/strategy.go)', () => {
  test('the annotation from before there were classes', () => {
    const manifest = aManifest('Ingress', 'x') as { metadata: object };
    const body = { ...manifest, metadata: { ...manifest.metadata, annotations: { [CLASS]: 'nginx' } } };
    expect(aServer().ask('POST', collectionPath('Ingress'), { body }).warnings).toEqual([
      `annotation "${CLASS}" is deprecated, please use 'spec.ingressClassName' instead`,
    ]);
  });

  test('both class and annotation, and they differ', () => {
    const manifest = aManifest('Ingress', 'x') as { metadata: object; spec: object };
    const metadata = { ...manifest.metadata, annotations: { [CLASS]: 'nginx' } };
    const body = { ...manifest, metadata, spec: { ...manifest.spec, ingressClassName: 'alb' } };
    expect(aServer().ask('POST', collectionPath('Ingress'), { body })).toMatchObject({
      status: 422,
      body: {
        message: `Ingress.networking.k8s.io "x" is invalid: annotations.${CLASS}: Invalid value: "nginx": must match \`ingressClassName\` when both are specified`,
      },
    });
  });

  test('a NetworkPolicy is taken without a warning', () => {
    const { warnings } = aServer().ask('POST', collectionPath('NetworkPolicy'), {
      body: aManifest('NetworkPolicy', 'x'),
    });
    expect(warnings).toEqual([]);
  });
});
