/** Files of a node's own: its network configuration, the kubelet's, and the logs of its pods. */
import type { Cluster } from '../cluster.ts';
import { entriesOf } from '../dataplane/objects.ts';
import { clusterDnsServers } from '../dns/cluster-dns.ts';
import { clusterDnsAddress, formatResolvConf, resolvConfOf } from '../dns/resolv-conf.ts';
import { printLog } from '../log-text.ts';
import { nowMs } from '../sim/clock.ts';
import { containersOf } from '../workloads/containers.ts';
import { findLog } from '../workloads/logs.ts';
import { isoDate } from '../workloads/timestamps.ts';
import type { BaseFiles } from './base.ts';

const FOLDERS = [
  '/bin',
  '/etc',
  '/home',
  '/opt/cni/bin',
  '/proc',
  '/root',
  '/run',
  '/tmp',
  '/usr/bin',
  '/var/log/pods',
];

const HOSTS =
  '127.0.0.1   localhost localhost.localdomain localhost4 localhost4.localdomain4\n::1         localhost6 localhost6.localdomain6\n';

export function nodeFiles(cluster: Cluster, node: string): BaseFiles {
  const place = { cluster: cluster.name, node };
  const files = new Map<string, () => string>([
    ['/etc/hostname', () => `${node}\n`],
    ['/etc/hosts', () => HOSTS],
    ['/etc/resolv.conf', () => formatResolvConf(resolvConfOf(cluster, place))],
    ['/etc/kubernetes/kubelet/config.json', () => kubeletConfig(cluster)],
  ]);
  for (const [, pod] of entriesOf(cluster, 'Pod')) {
    if (pod.spec.nodeName !== node) continue;
    const { namespace, name, uid = '' } = pod.metadata;
    for (const container of containersOf(pod)) {
      const at = { namespace, pod: name, container: container.name };
      if (findLog(cluster, at))
        files.set(`/var/log/pods/${namespace}_${name}_${uid}/${container.name}/0.log`, () => criLog(cluster, at));
    }
  }
  return { files, folders: FOLDERS };
}

/** Models: https://docs.aws.amazon.com/eks/latest/userguide/launch-templates.html (clusterDNS of the kubelet) */
function kubeletConfig(cluster: Cluster): string {
  const servers = clusterDnsServers(cluster, nowMs(cluster.state));
  const config = {
    kind: 'KubeletConfiguration',
    apiVersion: 'kubelet.config.k8s.io/v1beta1',
    address: '0.0.0.0',
    clusterDomain: 'cluster.local',
    clusterDNS: servers.length > 0 ? servers : [clusterDnsAddress(cluster)],
    resolvConf: '/etc/resolv.conf',
    healthzBindAddress: '127.0.0.1',
    healthzPort: 10_248,
  };
  return `${JSON.stringify(config, null, 2)}\n`;
}

/** `<time> stdout F <text>`. Models: https://github.com/kubernetes/design-proposals-archive/blob/main/node/kubelet-cri-logging.md */
function criLog(cluster: Cluster, at: { namespace: string; pod: string; container: string }): string {
  const lines = findLog(cluster, at) ?? [];
  return lines
    .map(({ atMs, text }) => {
      const wallMs = cluster.epochMs + atMs;
      return `${isoDate(wallMs)} stdout F ${printLog(text, wallMs)}\n`;
    })
    .join('');
}
