/**
 * How long one sync of kube-proxy takes. In every mode it grows with all rules of the node and not only with those that changed: iptables
 * reads and writes its whole table (KEP-3453 leaves out unchanged chains, not the reading), nft lists the table first, ipvs looks at
 * every destination.
 *
 * Models: kubeproxy_sync_proxy_rules_duration_seconds of EKS 1.35 with 101 Services and 18,180 endpoints, 54,214 iptables rules
 * (iptables 0.59 s partial, nftables 0.25 s partial and 1.56 s full, ipvs 0.23 s and 1 to 2 s); iptables-nft 1.8.9 and nft 1.0.6 on
 * rules of 1,000 to 10,000 Services (10 to 14 µs a rule, full 31 to 42 µs; 13 µs an endpoint); in keeping with KEP-3453, whose median
 * of the 5,000-node test fell from 27 s to 5 s.
 * Differs: the cost of a busy machine (the same EKS report has 29.6 s for the first sync of iptables) and of the first sync's pulls.
 */
import type { RuleSet, ServicePortRule } from '../dataplane/compile/rule-set.ts';
import type { SyncKind } from '../dataplane/proxy-syncing.ts';

/** A process is started and its input read. Models: 26 ms for one change among 1,000 Services in nft, of which 21 are their endpoints. */
const BASE_MS = 5;

/** Rules that iptables has for a Service port, and for each of its endpoints. Models: 54,214 rules of 101 Services and 18,180 endpoints. */
const RULES_A_PORT = 2;
const RULES_AN_ENDPOINT = 3;

/** µs a rule. */
const IPTABLES_US = { full: 42, partial: 11 };
/** µs an endpoint. */
const NFTABLES_US = { full: 86, partial: 14 };
const IPVS_US = { full: 82, partial: 13 };

interface Amount {
  readonly ports: number;
  readonly endpoints: number;
}

const amounts = new WeakMap<readonly ServicePortRule[], Amount>();

function amountOf(ports: readonly ServicePortRule[]): Amount {
  const known = amounts.get(ports);
  if (known) return known;
  const amount = { ports: ports.length, endpoints: ports.reduce((sum, { endpoints }) => sum + endpoints.length, 0) };
  amounts.set(ports, amount);
  return amount;
}

/** Whole ms. */
export function syncCostMs({ config, ports: rules }: RuleSet, kind: SyncKind): number {
  const { ports, endpoints } = amountOf(rules);
  return Math.round(BASE_MS + microseconds(config.mode, kind, { ports, endpoints }) / 1000);
}

function microseconds(mode: string, kind: SyncKind, { ports, endpoints }: Amount): number {
  if (mode === 'nftables') return endpoints * NFTABLES_US[kind];
  if (mode === 'ipvs') return endpoints * IPVS_US[kind];
  return (ports * RULES_A_PORT + endpoints * RULES_AN_ENDPOINT) * IPTABLES_US[kind];
}
