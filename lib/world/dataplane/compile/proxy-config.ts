/** KubeProxyConfiguration, as far as a packet can tell. */
import { parse } from 'yaml';
import type { Cluster } from '../../cluster.ts';
import { entriesOf, findObject } from '../objects.ts';
import { readPeriods } from './proxy-periods.ts';
import type { ProxyConfig } from './rule-set.ts';
import { readScheduler } from './scheduler.ts';

/** Models: https://kubernetes.io/docs/reference/config-api/kube-proxy-config.v1alpha1/ (defaults) */
export const DEFAULT_PROXY_CONFIG: ProxyConfig = {
  mode: 'iptables',
  clusterCidr: '',
  masqueradeAll: false,
  masqueradeBit: 14,
  localhostNodePorts: true,
  nodePortAddresses: [],
};

interface Written extends Readonly<Record<string, unknown>> {
  readonly kind?: unknown;
  readonly mode?: unknown;
  readonly clusterCIDR?: unknown;
  readonly nodePortAddresses?: unknown;
  readonly iptables?: {
    readonly masqueradeAll?: unknown;
    readonly masqueradeBit?: unknown;
    readonly localhostNodePorts?: unknown;
  } | null;
  readonly nftables?: { readonly masqueradeAll?: unknown; readonly masqueradeBit?: unknown } | null;
}

/** Undefined: the text is no configuration, and kube-proxy ends with an error. */
export function parseProxyConfig(text: string): ProxyConfig | undefined {
  let written: Written | null;
  try {
    written = parse(text, { maxAliasCount: 100 }) as Written | null;
  } catch {
    return undefined;
  }
  if (written === null || typeof written !== 'object') return undefined;
  const { mode, clusterCIDR, iptables, nftables, nodePortAddresses } = written;
  const own = mode === 'nftables' ? nftables : iptables;
  return {
    mode: typeof mode === 'string' && mode !== '' ? mode : 'iptables',
    clusterCidr: typeof clusterCIDR === 'string' ? clusterCIDR : '',
    masqueradeAll: own?.masqueradeAll === true,
    masqueradeBit: typeof own?.masqueradeBit === 'number' ? own.masqueradeBit : 14,
    localhostNodePorts: iptables?.localhostNodePorts !== false,
    nodePortAddresses: Array.isArray(nodePortAddresses) ? nodePortAddresses.map(String) : [],
    ...readPeriods(written, typeof mode === 'string' && mode !== '' ? mode : 'iptables'),
    ...(mode === 'ipvs' ? readScheduler(written) : {}),
  };
}

/** What a kube-proxy that starts now would read: EKS keeps it in `kube-proxy-config`, kubeadm in `kube-proxy`. */
export function readProxyConfig(cluster: Cluster): ProxyConfig | undefined {
  const eks = findObject(cluster, 'ConfigMap', 'kube-proxy-config', 'kube-system')?.data?.config;
  const text = eks ?? findObject(cluster, 'ConfigMap', 'kube-proxy', 'kube-system')?.data?.['config.conf'];
  return text === undefined ? DEFAULT_PROXY_CONFIG : parseProxyConfig(text);
}

/** The list that configuration depends on, for caches. */
export function configSource(cluster: Cluster): object {
  return entriesOf(cluster, 'ConfigMap');
}
