/** By which rule of the kernel a virtual server of ipvs spreads its connections. */
import type { ProxyConfig } from './rule-set.ts';

/**
 * Models: https://kubernetes.io/docs/reference/networking/virtual-ips/#proxy-mode-ipvs
 * Differs: `lblc`, `lblcr` and `mh` are not here.
 */
const SCHEDULERS = ['rr', 'wrr', 'lc', 'wlc', 'sed', 'nq', 'sh', 'dh'] as const;
export type Scheduler = (typeof SCHEDULERS)[number];

const DEFAULT: Scheduler = 'rr';

export function isScheduler(name: string): name is Scheduler {
  return SCHEDULERS.some((known) => known === name);
}

/** As it is configured, modelled or not. */
export function schedulerOf({ scheduler }: ProxyConfig): string {
  return scheduler ?? DEFAULT;
}

/** What is not as kube-proxy has it by itself. */
export function readScheduler(written: Readonly<Record<string, unknown>>): Pick<ProxyConfig, 'scheduler'> {
  const { scheduler } = (written.ipvs ?? {}) as { readonly scheduler?: unknown };
  return typeof scheduler === 'string' && scheduler !== '' && scheduler !== DEFAULT ? { scheduler } : {};
}
