/**
 * The queries that one look-up of A sends from a pod of namespace shop, in order: `name → what came back` (`yes` an address).
 */

export interface SearchCase {
  readonly says: string;
  readonly source: string;
  readonly spec: Readonly<Record<string, unknown>>;
  /** By the name that is looked up. */
  readonly looks: Readonly<Record<string, readonly string[]>>;
}

const PODS = 'https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/';
const POLICY = `${PODS}#pod-s-dns-policy`;
const CONFIG = `${PODS}#pod-dns-config`;
const RESOLVER = 'https://man7.org/linux/man-pages/man5/resolv.conf.5.html (search, ndots)';
const VPC = 'us-west-2.compute.internal';

/** What a name with fewer dots than ndots meets in a cluster that does not know it. */
function walked(name: string): string[] {
  const search = ['shop.svc.cluster.local', 'svc.cluster.local', 'cluster.local', VPC];
  return search.map((domain) => `${name}.${domain} → NXDOMAIN`);
}

export const SEARCH_CASES: readonly SearchCase[] = [
  {
    says: 'ClusterFirst: the search list comes first below five dots',
    source: `${POLICY}; ${RESOLVER}`,
    spec: {},
    looks: {
      cart: ['cart.shop.svc.cluster.local → yes'],
      'cart.shop': ['cart.shop.shop.svc.cluster.local → NXDOMAIN', 'cart.shop.svc.cluster.local → yes'],
      'cart.shop.svc': [
        'cart.shop.svc.shop.svc.cluster.local → NXDOMAIN',
        'cart.shop.svc.svc.cluster.local → NXDOMAIN',
        'cart.shop.svc.cluster.local → yes',
      ],
      'cart.shop.svc.cluster.local': [...walked('cart.shop.svc.cluster.local'), 'cart.shop.svc.cluster.local → yes'],
      'cart.shop.svc.cluster.local.': ['cart.shop.svc.cluster.local → yes'],
      'CART.Shop': ['cart.shop.shop.svc.cluster.local → NXDOMAIN', 'cart.shop.svc.cluster.local → yes'],
      'web-0.peers': ['web-0.peers.shop.svc.cluster.local → yes'],
      'web-0.peers.shop.svc.cluster.local': ['web-0.peers.shop.svc.cluster.local → yes'],
      basket: [...walked('basket'), 'basket → NXDOMAIN'],
      'basket.': ['basket → NXDOMAIN'],
      'kube-dns.kube-system': [
        'kube-dns.kube-system.shop.svc.cluster.local → NXDOMAIN',
        'kube-dns.kube-system.svc.cluster.local → yes',
      ],
      'ip-10-0-1-20': [...walked('ip-10-0-1-20').slice(0, 3), `ip-10-0-1-20.${VPC} → yes`],
    },
  },
  {
    says: 'Default: the resolv.conf of the node, which knows no Services',
    source: POLICY,
    spec: { dnsPolicy: 'Default' },
    looks: {
      cart: [`cart.${VPC} → NXDOMAIN`, 'cart → NXDOMAIN'],
      'cart.shop.svc.cluster.local': [
        'cart.shop.svc.cluster.local → NXDOMAIN',
        `cart.shop.svc.cluster.local.${VPC} → NXDOMAIN`,
      ],
      'ip-10-0-1-20': [`ip-10-0-1-20.${VPC} → yes`],
    },
  },
  {
    says: 'ClusterFirst on the host network is Default',
    source: `${POLICY} ("Otherwise, Pods running with hostNetwork and ClusterFirst will fallback to the behavior of the Default policy")`,
    spec: { hostNetwork: true },
    looks: { cart: [`cart.${VPC} → NXDOMAIN`, 'cart → NXDOMAIN'] },
  },
  {
    says: 'ClusterFirstWithHostNet',
    source: POLICY,
    spec: { hostNetwork: true, dnsPolicy: 'ClusterFirstWithHostNet' },
    looks: {
      cart: ['cart.shop.svc.cluster.local → yes'],
      basket: [...walked('basket'), 'basket → NXDOMAIN'],
    },
  },
  {
    says: 'None: what dnsConfig says and nothing else',
    source: `${POLICY}; ${CONFIG}`,
    spec: { dnsPolicy: 'None', dnsConfig: { nameservers: ['172.20.0.10'], searches: ['shop.svc.cluster.local'] } },
    looks: {
      cart: ['cart.shop.svc.cluster.local → yes'],
      // ndots is 1 where nobody says otherwise: a dotted name is tried as it stands, then with the list.
      'cart.shop': ['cart.shop → NXDOMAIN', 'cart.shop.shop.svc.cluster.local → NXDOMAIN'],
    },
  },
  {
    says: 'None without searches',
    source: `${CONFIG} (searches: "This property is optional")`,
    spec: { dnsPolicy: 'None', dnsConfig: { nameservers: ['172.20.0.10'] } },
    looks: { cart: ['cart → NXDOMAIN'], 'cart.shop.svc.cluster.local': ['cart.shop.svc.cluster.local → yes'] },
  },
  {
    says: 'ndots 2',
    source: `${CONFIG} (options); ${RESOLVER}`,
    spec: { dnsConfig: { options: [{ name: 'ndots', value: '2' }] } },
    looks: {
      cart: ['cart.shop.svc.cluster.local → yes'],
      'cart.shop': ['cart.shop.shop.svc.cluster.local → NXDOMAIN', 'cart.shop.svc.cluster.local → yes'],
      // Two dots: as it stands first, and the list when that fails.
      'cart.shop.svc': [
        'cart.shop.svc → NXDOMAIN',
        'cart.shop.svc.shop.svc.cluster.local → NXDOMAIN',
        'cart.shop.svc.svc.cluster.local → NXDOMAIN',
        'cart.shop.svc.cluster.local → yes',
      ],
      'cart.shop.svc.cluster.local': ['cart.shop.svc.cluster.local → yes'],
    },
  },
  {
    says: 'ndots 1',
    source: `${CONFIG} (options); ${RESOLVER}`,
    spec: { dnsConfig: { options: [{ name: 'ndots', value: '1' }] } },
    looks: {
      cart: ['cart.shop.svc.cluster.local → yes'],
      'cart.shop': [
        'cart.shop → NXDOMAIN',
        'cart.shop.shop.svc.cluster.local → NXDOMAIN',
        'cart.shop.svc.cluster.local → yes',
      ],
    },
  },
  {
    says: 'searches of dnsConfig come after those of the policy, without those that stand already',
    source: `${CONFIG} (searches: "merged into the base search domain names … Duplicate domain names are removed")`,
    spec: { dnsConfig: { searches: ['web.svc.cluster.local', 'cluster.local'] } },
    looks: {
      basket: [...walked('basket'), 'basket.web.svc.cluster.local → NXDOMAIN', 'basket → NXDOMAIN'],
      cart: ['cart.shop.svc.cluster.local → yes'],
    },
  },
];
