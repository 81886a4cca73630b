/** What a server block does to a question: the block, and `name TYPE → answer` as in record-cases.ts. */

export interface BlockCase {
  readonly says: string;
  readonly source: string;
  /** The whole Corefile. */
  readonly corefile: string;
  readonly queries: readonly string[];
}

const REWRITE = 'https://coredns.io/plugins/rewrite/';
const RULES = 'https://github.com/coredns/coredns/blob/v1.14.0/plugin/rewrite/name.go';
const TEMPLATE = 'https://coredns.io/plugins/template/';
const HOSTS =
  'https://coredns.io/plugins/hosts/; https://github.com/coredns/coredns/blob/v1.14.0/plugin/hosts/hosts.go';
const FORWARD = 'https://coredns.io/plugins/forward/';

const CART = '5 A 172.20.14.9';

function block(lines: string): string {
  return `.:53 {\nerrors\n${lines}\nkubernetes cluster.local in-addr.arpa ip6.arpa {\npods verified\nfallthrough in-addr.arpa ip6.arpa\n}\nforward . /etc/resolv.conf\n}\n`;
}

export const BLOCK_CASES: readonly BlockCase[] = [
  {
    says: 'rewrite name exact: the answer comes back under the name that was asked',
    source: `${REWRITE}; ${RULES} (newExactNameRule)`,
    corefile: block('rewrite name db.example.com cart.shop.svc.cluster.local'),
    queries: [`db.example.com A → db.example.com ${CART}`, `cart.shop.svc.cluster.local A → ${CART}`],
  },
  {
    says: 'rewrite name suffix: answers keep the new name unless they are told otherwise',
    source: `${REWRITE}#name-field-rewrites; ${RULES} (newSuffixNameRule)`,
    corefile: block('rewrite name suffix .prod.example.com .shop.svc.cluster.local'),
    queries: [`cart.prod.example.com A → cart.shop.svc.cluster.local ${CART}`, 'none.prod.example.com A → NXDOMAIN'],
  },
  {
    says: 'rewrite name suffix … answer auto',
    source: `${REWRITE}#response-rewrites; ${RULES} (newSuffixNameRule)`,
    corefile: block('rewrite name suffix .prod.example.com. .shop.svc.cluster.local. answer auto'),
    queries: [`cart.prod.example.com A → cart.prod.example.com ${CART}`],
  },
  {
    says: 'rewrite name prefix and substring',
    source: `${REWRITE}#name-field-rewrites`,
    corefile: block('rewrite name prefix old- "" answer auto\nrewrite name substring .stage. .shop. answer auto'),
    queries: [
      `old-cart.shop.svc.cluster.local A → old-cart.shop.svc.cluster.local ${CART}`,
      `cart.stage.svc.cluster.local A → cart.stage.svc.cluster.local ${CART}`,
    ],
  },
  {
    says: 'rewrite name regex with groups, and the answer turned back',
    source: `${REWRITE}#response-rewrites`,
    corefile: block(
      'rewrite stop {\nname regex (.*)-(shop)\\.example\\.org\\. {1}.{2}.svc.cluster.local\nanswer name (.*)\\.(shop)\\.svc\\.cluster\\.local\\. {1}-{2}.example.org\n}',
    ),
    queries: [`cart-shop.example.org A → cart-shop.example.org ${CART}`, 'cart-shop.example.org AAAA → NODATA'],
  },
  {
    says: 'rewrite: stop ends the list, continue goes on',
    source: `${REWRITE}#syntax`,
    corefile: block(
      'rewrite continue name a.example.com b.example.com\nrewrite name b.example.com cart.shop.svc.cluster.local\nrewrite name cart.shop.svc.cluster.local none.shop.svc.cluster.local',
    ),
    queries: [`b.example.com A → b.example.com ${CART}`, 'cart.shop.svc.cluster.local A → NXDOMAIN'],
  },
  {
    says: 'rewrite ttl and type',
    source: `${REWRITE}#ttl-field-rewrites`,
    corefile: block('rewrite continue ttl suffix .cluster.local 15\nrewrite type AAAA A'),
    queries: [
      'cart.shop.svc.cluster.local A → 15 A 172.20.14.9',
      'cart.shop.svc.cluster.local AAAA → 15 A 172.20.14.9',
    ],
  },
  {
    says: 'template: what matches is answered, with groups by name and by number',
    source: `${TEMPLATE}#examples`,
    corefile: block(
      'template IN A example {\nmatch (^|[.])ip-(?P<a>[0-9]*)-(?P<b>[0-9]*)-(?P<c>[0-9]*)-(?P<d>[0-9]*)[.]example[.]$\nanswer "{{ .Name }} 60 IN A {{ .Group.a }}.{{ .Group.b }}.{{ .Group.c }}.{{ index .Match 5 }}"\nfallthrough\n}',
    ),
    queries: [
      'ip-10-1-2-3.example A → 60 A 10.1.2.3',
      'x.ip-10-1-2-3.example A → 60 A 10.1.2.3',
      'other.example A → NXDOMAIN',
    ],
  },
  {
    says: 'template: an rcode with the SOA of its own zone, and SERVFAIL where nothing matches',
    source: `${TEMPLATE}#resolve-invalid-as-nxdomain, #syntax (fallthrough)`,
    corefile: block(
      'template ANY ANY invalid {\nrcode NXDOMAIN\nauthority "invalid. 60 {{ .Class }} SOA ns.invalid. hostmaster.invalid. (1 60 60 60 60)"\n}\ntemplate IN A strict.example {\nmatch ^yes\\.\nanswer "{{ .Name }} 60 IN A 10.1.1.1"\n}',
    ),
    queries: ['any.invalid A → NXDOMAIN', 'yes.strict.example A → 60 A 10.1.1.1', 'no.strict.example A → SERVFAIL'],
  },
  {
    says: 'template: a made-up alias is followed',
    source: `${TEMPLATE}#fabricate-a-cname`,
    corefile: block('template IN ANY shop.example {\nanswer "{{ .Name }} 60 IN CNAME cart.shop.svc.cluster.local."\n}'),
    queries: [
      'shop.example A → shop.example 60 CNAME cart.shop.svc.cluster.local. | cart.shop.svc.cluster.local 5 A 172.20.14.9',
    ],
  },
  {
    says: 'hosts with fallthrough',
    source: HOSTS,
    corefile: block('hosts {\n10.9.9.9 db.example.com db\nfd00::9 db.example.com\nttl 60\nfallthrough\n}'),
    queries: [
      'db.example.com A → 60 A 10.9.9.9',
      'db.example.com AAAA → 60 AAAA fd00::9',
      'DB.example.com A → 60 A 10.9.9.9',
      '9.9.9.10.in-addr.arpa PTR → 60 PTR db. | 60 PTR db.example.com.',
      `cart.shop.svc.cluster.local A → ${CART}`,
    ],
  },
  {
    says: 'hosts without fallthrough hides everything else',
    source: HOSTS,
    corefile: block('hosts {\n10.9.9.9 db.example.com\n}'),
    queries: ['db.example.com A → 3600 A 10.9.9.9', 'cart.shop.svc.cluster.local A → SERVFAIL'],
  },
  {
    says: 'stub domains: the block with the longest zone serves',
    source:
      'https://kubernetes.io/docs/tasks/administer-cluster/dns-custom-nameservers/#configuration-of-stub-domain-and-upstream-nameserver-using-coredns',
    corefile: `${block('')}corp.example:53 {\nerrors\ntemplate IN A {\nanswer "{{ .Name }} 60 IN A 10.200.0.1"\n}\n}\n`,
    queries: ['vpn.corp.example A → 60 A 10.200.0.1', `cart.shop.svc.cluster.local A → ${CART}`],
  },
  {
    says: 'forward: several lines, the first whose zone holds the name; except goes past',
    source: `${FORWARD}#examples`,
    corefile: `.:53 {\nforward corp.example 10.0.9.9\nforward . /etc/resolv.conf {\nexcept lab.example\n}\n}\n`,
    queries: ['vpn.corp.example A → SERVFAIL', 'x.lab.example A → REFUSED', 'nothing.example A → NXDOMAIN'],
  },
  {
    says: 'forward: the next upstream when one does not answer, and next NXDOMAIN',
    source: FORWARD,
    corefile: `.:53 {\nforward corp.example 10.0.9.9 10.0.0.2 {\npolicy sequential\nforce_tcp\n}\nforward . 10.0.0.2 {\nnext NXDOMAIN\n}\nforward . 10.0.9.9\n}\n`,
    queries: ['vpn.corp.example A → NXDOMAIN', 'nothing.example A → SERVFAIL'],
  },
];
