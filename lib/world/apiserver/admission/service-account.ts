/** Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/plugin/pkg/admission/serviceaccount/admission.go */
import type { Container } from '../../api/core/v1/pod.schema.ts';
import { getKind, type ObjectOf } from '../../api/kinds.ts';
import { NAME_ALPHABET, randomStream } from '../../sim/random.ts';
import type { Draft } from '../draft.ts';
import { forbidden } from '../status.ts';
import { findObject } from '../store.ts';
import type { WriteContext } from '../strategy.ts';
import { askedName } from './asked-name.ts';

type Pod = ObjectOf<'Pod'>;

const TOKEN_PATH = '/var/run/secrets/kubernetes.io/serviceaccount';
const TOKEN_SECONDS = 3607;
const MIRROR = 'kubernetes.io/config.mirror';

/** Gives the pod an account, and its containers that account's token unless someone says no. */
export function serviceAccount(pod: Draft<Pod>, { cluster }: WriteContext): void {
  if (pod.metadata.annotations && MIRROR in pod.metadata.annotations) return;
  const { spec } = pod;
  const { name, namespace } = pod.metadata;
  spec.serviceAccountName ||= 'default';
  spec.serviceAccount = spec.serviceAccountName;
  const account = findObject(cluster, 'ServiceAccount', spec.serviceAccountName, namespace);
  if (!account) {
    const wanted = `${namespace}/${spec.serviceAccountName}`;
    const because = `error looking up service account ${wanted}: serviceaccount "${spec.serviceAccountName}" not found`;
    throw forbidden(getKind('Pod'), askedName(pod.metadata), because);
  }
  if (!spec.imagePullSecrets?.length && account.imagePullSecrets?.length) {
    spec.imagePullSecrets = account.imagePullSecrets.map((one) => ({ ...one }));
  }
  if (spec.automountServiceAccountToken ?? account.automountServiceAccountToken ?? true) {
    mountToken(pod, randomStream(cluster.seed, 'token', `${namespace}/${name}`).text(5, NAME_ALPHABET));
  }
}

function mountToken({ spec }: Draft<Pod>, suffix: string): void {
  const volume =
    spec.volumes?.find((one) => one.name.startsWith('kube-api-access-'))?.name ?? `kube-api-access-${suffix}`;
  let needed = false;
  for (const container of [...(spec.initContainers ?? []), ...spec.containers]) {
    if (mountInto(container, volume)) needed = true;
  }
  if (!needed || spec.volumes?.some((one) => one.name === volume)) return;
  spec.volumes = [...(spec.volumes ?? []), tokenVolume(volume)];
}

function mountInto(container: Draft<Container>, volume: string): boolean {
  if (container.volumeMounts?.some(({ mountPath }) => mountPath === TOKEN_PATH)) return false;
  container.volumeMounts = [...(container.volumeMounts ?? []), { name: volume, readOnly: true, mountPath: TOKEN_PATH }];
  return true;
}

function tokenVolume(name: string): Draft<NonNullable<Pod['spec']['volumes']>[number]> {
  return {
    name,
    projected: {
      sources: [
        { serviceAccountToken: { expirationSeconds: TOKEN_SECONDS, path: 'token' } },
        { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
        {
          downwardAPI: {
            items: [{ path: 'namespace', fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.namespace' } }],
          },
        },
      ],
      defaultMode: 0o644,
    },
  };
}
