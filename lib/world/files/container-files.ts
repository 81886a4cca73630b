/** What a container finds when it starts: the kubelet's files in /etc, its volumes, its service account. */
import type { Pod, Volume } from '../api/core/v1/pod.schema.ts';
import type { Cluster } from '../cluster.ts';
import { findObject } from '../dataplane/objects.ts';
import { podAddresses } from '../dataplane/topology.ts';
import { formatResolvConf, resolvConfOf } from '../dns/resolv-conf.ts';
import { containersOf } from '../workloads/containers.ts';
import { decodeBase64, hostnameOf, podField } from '../workloads/environment.ts';
import { accountToken } from './account-token.ts';
import type { BaseFiles } from './base.ts';

const FOLDERS = ['/bin', '/dev', '/etc', '/home', '/proc', '/root', '/sys', '/tmp', '/usr/bin', '/var/log', '/var/run'];
const ACCOUNT = '/var/run/secrets/kubernetes.io/serviceaccount';

export function containerFiles(cluster: Cluster, pod: Pod, containerName: string): BaseFiles {
  const { namespace, name } = pod.metadata;
  const place = { cluster: cluster.name, pod: { namespace, name } };
  const files = new Map<string, () => string>([
    ['/etc/resolv.conf', () => formatResolvConf(resolvConfOf(cluster, place))],
    ['/etc/hosts', () => hostsOf(pod)],
    ['/etc/hostname', () => `${hostnameOf(pod)}\n`],
  ]);
  const folders = [...FOLDERS];
  const container = containersOf(pod).find((candidate) => candidate.name === containerName);
  if (pod.spec.automountServiceAccountToken !== false) addAccount(files, cluster, pod);
  for (const mount of container?.volumeMounts ?? []) {
    const volume = pod.spec.volumes?.find((candidate) => candidate.name === mount.name);
    const root = mount.mountPath.replace(/\/$/, '');
    if (!volume) continue;
    folders.push(root);
    for (const [path, text] of volumeFiles(cluster, pod, volume)) {
      if (!mount.subPath) files.set(`${root}/${path}`, text);
      else if (mount.subPath === path) files.set(root, text);
    }
  }
  return { files, folders };
}

/** Models: https://kubernetes.io/docs/tasks/network/customize-hosts-file-for-pods/ */
function hostsOf(pod: Pod): string {
  const lines = [
    '# Kubernetes-managed hosts file.',
    '127.0.0.1\tlocalhost',
    '::1\tlocalhost ip6-localhost ip6-loopback',
    'fe00::\tip6-localnet',
    'fe00::\tip6-mcastprefix',
    'fe00::1\tip6-allnodes',
    'fe00::2\tip6-allrouters',
    ...podAddresses(pod).map((address) => `${address}\t${hostnameOf(pod)}`),
  ];
  const aliases = pod.spec.hostAliases ?? [];
  const added = aliases.map(({ ip, hostnames }) => `${ip}\t${(hostnames ?? []).join('\t')}`);
  if (added.length > 0) lines.push('', '# Entries added by HostAliases.', ...added);
  return `${lines.join('\n')}\n`;
}

function addAccount(files: Map<string, () => string>, cluster: Cluster, pod: Pod): void {
  files.set(`${ACCOUNT}/namespace`, () => pod.metadata.namespace);
  files.set(`${ACCOUNT}/token`, () => accountToken(cluster, pod));
  files.set(
    `${ACCOUNT}/ca.crt`,
    () => findObject(cluster, 'ConfigMap', 'kube-root-ca.crt', pod.metadata.namespace)?.data?.['ca.crt'] ?? '',
  );
}

type FileText = readonly [path: string, text: () => string];

function volumeFiles(cluster: Cluster, pod: Pod, volume: Volume): FileText[] {
  const { namespace } = pod.metadata;
  const { configMap, secret, downwardAPI, projected } = volume;
  if (configMap) return configMapFiles(cluster, namespace, configMap.name ?? '', configMap.items);
  if (secret) return secretFiles(cluster, namespace, secret.secretName ?? '', secret.items);
  if (downwardAPI)
    return (downwardAPI.items ?? []).map(({ path, fieldRef }) => [
      path,
      () => podField(pod, fieldRef?.fieldPath ?? '') ?? '',
    ]);
  return (projected?.sources ?? []).flatMap((source) => [
    ...(source.configMap
      ? configMapFiles(cluster, namespace, source.configMap.name ?? '', source.configMap.items)
      : []),
    ...(source.secret ? secretFiles(cluster, namespace, source.secret.name ?? '', source.secret.items) : []),
  ]);
}

type Items = readonly { readonly key: string; readonly path: string }[] | undefined;

function configMapFiles(cluster: Cluster, namespace: string, name: string, items: Items): FileText[] {
  const data = findObject(cluster, 'ConfigMap', name, namespace)?.data ?? {};
  return pick(Object.keys(data), items).map(([key, path]) => [path, () => data[key] ?? '']);
}

function secretFiles(cluster: Cluster, namespace: string, name: string, items: Items): FileText[] {
  const data = findObject(cluster, 'Secret', name, namespace)?.data ?? {};
  return pick(Object.keys(data), items).map(([key, path]) => [path, () => decodeBase64(String(data[key] ?? ''))]);
}

/** All keys under their own names, or the named ones under theirs. */
function pick(keys: readonly string[], items: Items): (readonly [key: string, path: string])[] {
  return items ? items.map(({ key, path }) => [key, path] as const) : keys.map((key) => [key, key] as const);
}
