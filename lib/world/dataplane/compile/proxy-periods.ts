/** Of KubeProxyConfiguration what no packet can tell: how often rules are written, and where metrics are read. */
import { parseGoDuration } from '../../sim/go-duration.ts';
import type { ProxyConfig } from './rule-set.ts';

/** Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/proxy/apis/config/v1alpha1/defaults.go (1 s where iptables or nftables say 0; ipvs has none) */
export function defaultMinSyncMs(mode: string): number {
  return mode === 'ipvs' ? 0 : 1_000;
}

/** Between two syncs at least, ms. */
export function minSyncMsOf({ mode, minSyncMs }: ProxyConfig): number {
  return minSyncMs ?? defaultMinSyncMs(mode);
}

/** As EKS writes it; a configuration that does not say has 127.0.0.1. */
const METRICS_ADDRESS = '0.0.0.0';

/** What of both is not as EKS has it. */
export function readPeriods(
  written: Readonly<Record<string, unknown>>,
  mode: string,
): Pick<ProxyConfig, 'minSyncMs' | 'metricsAddress'> {
  const own = written[mode] as { readonly minSyncPeriod?: unknown } | null | undefined;
  const minSyncMs = parseGoDuration(String(own?.minSyncPeriod ?? '0')) ?? 0;
  const bind = String(written.metricsBindAddress || '127.0.0.1:10249');
  const metricsAddress = bind.slice(0, bind.lastIndexOf(':'));
  return {
    ...(minSyncMs > 0 && minSyncMs !== defaultMinSyncMs(mode) ? { minSyncMs } : {}),
    ...(metricsAddress === METRICS_ADDRESS ? {} : { metricsAddress }),
  };
}

export function metricsAddressOf({ metricsAddress }: ProxyConfig): string {
  return metricsAddress ?? METRICS_ADDRESS;
}
