/**
 * What CoreDNS answers for names of the cluster's zone, query by query: `name TYPE → answer`. An answer is `NXDOMAIN`, `NODATA` (both
 * must carry the zone's SOA), `SERVFAIL`, or its records as `TTL TYPE data`, sorted and separated by ` | `.
 */

export interface RecordGroup {
  readonly says: string;
  readonly source: string;
  /** Of the `kubernetes` block; absent: as EKS ships it. */
  readonly kubernetes?: string;
  readonly queries: readonly string[];
}

const SPEC = 'https://github.com/kubernetes/dns/blob/master/docs/specification.md';
const PLUGIN = 'https://coredns.io/plugins/kubernetes/';
const CODE = 'https://github.com/coredns/coredns/blob/v1.14.0/plugin/kubernetes';
const HANDLER_TEST = `${CODE}/handler_test.go`;

export const RECORD_GROUPS: readonly RecordGroup[] = [
  {
    says: 'the version of the schema',
    source: `${SPEC}#221---dns-version-schema; TTL and other types: ${CODE}/kubernetes.go (Services)`,
    queries: [
      'dns-version.cluster.local TXT → 28800 TXT "1.1.0"',
      'DNS-VERSION.cluster.local TXT → 28800 TXT "1.1.0"',
      'dns-version.cluster.local A → NXDOMAIN',
    ],
  },
  {
    says: 'the zone itself',
    source: `${HANDLER_TEST} (svc.cluster.local, pod.cluster.local); NS: ${CODE}/ns.go; SOA: plugin/backend_lookup.go`,
    queries: [
      'cluster.local A → NODATA',
      'cluster.local AAAA → NODATA',
      'svc.cluster.local A → NODATA',
      'svc.cluster.local NS → NODATA',
      'pod.cluster.local A → NODATA',
      'cluster.local NS → 5 NS kube-dns.kube-system.svc.cluster.local.',
      'ns.dns.cluster.local A → 5 A 172.20.0.10',
      'ns.dns.cluster.local AAAA → NODATA',
      'cluster.local SOA → 5 SOA ns.dns.cluster.local. hostmaster.cluster.local. 1795000000 7200 1800 86400 5',
      'cart.shop.svc.cluster.local SOA → NODATA',
      'foo.cluster.local NS → NXDOMAIN',
      'foo.cluster.local A → NXDOMAIN',
      'dns.cluster.local A → NXDOMAIN',
    ],
  },
  {
    says: 'namespaces',
    source: `${HANDLER_TEST} (testns.svc.cluster.local, svc0.svc-nons.svc.cluster.local, foo.svc.cluster.local NS)`,
    queries: [
      'shop.svc.cluster.local A → NODATA',
      'shop.svc.cluster.local NS → NODATA',
      'shop.svc.cluster.local TXT → NXDOMAIN',
      'nowhere.svc.cluster.local A → NXDOMAIN',
      'nowhere.svc.cluster.local NS → NXDOMAIN',
      'cart.nowhere.svc.cluster.local A → NXDOMAIN',
      'shop.pod.cluster.local A → NODATA',
      'nowhere.pod.cluster.local A → NXDOMAIN',
    ],
  },
  {
    says: 'a Service with a ClusterIP',
    source: `${SPEC}#231---aaaaa-record; ${HANDLER_TEST} (svc1, svc0)`,
    queries: [
      'cart.shop.svc.cluster.local A → 5 A 172.20.14.9',
      'cart.shop.svc.cluster.local AAAA → NODATA',
      'cart.shop.svc.cluster.local CNAME → NODATA',
      'cart.shop.svc.cluster.local TXT → NODATA',
      'cart.shop.svc.cluster.local NS → NODATA',
      'cart.shop.svc.cluster.local MX → NODATA',
      'cart.shop.svc.cluster.local PTR → NODATA',
      'kube-dns.kube-system.svc.cluster.local A → 5 A 172.20.0.10',
      'basket.shop.svc.cluster.local A → NXDOMAIN',
      'basket.shop.svc.cluster.local AAAA → NXDOMAIN',
      'basket.shop.svc.cluster.local TXT → NXDOMAIN',
      'cart.web.svc.cluster.local A → NXDOMAIN',
      'cart.svc.cluster.local A → NXDOMAIN',
      'cart.shop.cluster.local A → NXDOMAIN',
      'a.b.c.cart.shop.svc.cluster.local A → NXDOMAIN',
    ],
  },
  {
    says: 'a Service with a ClusterIP and no endpoints',
    source: `${HANDLER_TEST} (svcempty)`,
    queries: [
      'empty.shop.svc.cluster.local A → 5 A 172.20.20.20',
      'empty.shop.svc.cluster.local SRV → 5 SRV 0 100 80 empty.shop.svc.cluster.local.',
      '_http._tcp.empty.shop.svc.cluster.local SRV → 5 SRV 0 100 80 empty.shop.svc.cluster.local.',
    ],
  },
  {
    says: 'named ports',
    source: `${SPEC}#232---srv-records; weights: plugin/backend_lookup.go (SRV); ${HANDLER_TEST} (_http._tcp.svc1)`,
    queries: [
      '_http._tcp.cart.shop.svc.cluster.local SRV → 5 SRV 0 100 80 cart.shop.svc.cluster.local.',
      '_HTTP._TCP.cart.shop.svc.cluster.local SRV → 5 SRV 0 100 80 cart.shop.svc.cluster.local.',
      'http.tcp.cart.shop.svc.cluster.local SRV → 5 SRV 0 100 80 cart.shop.svc.cluster.local.',
      '_http._udp.cart.shop.svc.cluster.local SRV → NXDOMAIN',
      '_grpc._tcp.cart.shop.svc.cluster.local SRV → NXDOMAIN',
      '_http._tcp.cart.shop.svc.cluster.local A → 5 A 172.20.14.9',
      '_http._tcp.cart.shop.svc.cluster.local AAAA → NODATA',
      '_dns._udp.multi.shop.svc.cluster.local SRV → 5 SRV 0 100 53 multi.shop.svc.cluster.local.',
      '_metrics._tcp.multi.shop.svc.cluster.local SRV → 5 SRV 0 100 9090 multi.shop.svc.cluster.local.',
      'multi.shop.svc.cluster.local SRV → 5 SRV 0 33 53 multi.shop.svc.cluster.local. | 5 SRV 0 33 80 multi.shop.svc.cluster.local. | 5 SRV 0 33 9090 multi.shop.svc.cluster.local.',
      'unnamed.shop.svc.cluster.local SRV → 5 SRV 0 100 80 unnamed.shop.svc.cluster.local.',
      '_http._tcp.unnamed.shop.svc.cluster.local SRV → NXDOMAIN',
    ],
  },
  {
    says: 'two families',
    source: `${HANDLER_TEST} (svc-dual-stack, hdls1, 5678-abcd--1.hdls1)`,
    queries: [
      'dual.shop.svc.cluster.local A → 5 A 172.20.20.30',
      'dual.shop.svc.cluster.local AAAA → 5 AAAA fd00:20::30',
      'dual.shop.svc.cluster.local SRV → 5 SRV 0 50 80 dual.shop.svc.cluster.local.',
      'six.shop.svc.cluster.local AAAA → 5 AAAA 5678:abcd::1 | 5 AAAA 5678:abcd::2',
      'six.shop.svc.cluster.local A → NODATA',
      '5678-abcd--1.six.shop.svc.cluster.local AAAA → 5 AAAA 5678:abcd::1',
    ],
  },
  {
    says: 'a headless Service',
    source: `${SPEC}#24---records-for-a-headless-service; ${HANDLER_TEST} (hdls1, hdlsprtls, bogusendpoint.hdls1)`,
    queries: [
      'peers.shop.svc.cluster.local A → 5 A 10.0.2.41 | 5 A 10.0.3.41',
      'peers.shop.svc.cluster.local AAAA → NODATA',
      'peers.shop.svc.cluster.local CNAME → NODATA',
      'web-0.peers.shop.svc.cluster.local A → 5 A 10.0.2.41',
      'WEB-0.Peers.shop.svc.cluster.local A → 5 A 10.0.2.41',
      '10-0-3-41.peers.shop.svc.cluster.local A → 5 A 10.0.3.41',
      '10-0-3-41.peers.shop.svc.cluster.local AAAA → NODATA',
      'web-0.peers.shop.svc.cluster.local TXT → NODATA',
      // A hostname stands in place of the address, and what is not ready has no name.
      '10-0-2-41.peers.shop.svc.cluster.local A → NXDOMAIN',
      '10-0-1-41.peers.shop.svc.cluster.local A → NXDOMAIN',
      'peer-x7k2p.peers.shop.svc.cluster.local A → NXDOMAIN',
      'bogus.peers.shop.svc.cluster.local A → NXDOMAIN',
      '_http._tcp.peers.shop.svc.cluster.local SRV → 5 SRV 0 50 8080 10-0-3-41.peers.shop.svc.cluster.local. | 5 SRV 0 50 8080 web-0.peers.shop.svc.cluster.local.',
      '_gossip._udp.peers.shop.svc.cluster.local SRV → 5 SRV 0 50 7946 10-0-3-41.peers.shop.svc.cluster.local. | 5 SRV 0 50 7946 web-0.peers.shop.svc.cluster.local.',
      'web-0.peers.shop.svc.cluster.local SRV → 5 SRV 0 50 7946 web-0.peers.shop.svc.cluster.local. | 5 SRV 0 50 8080 web-0.peers.shop.svc.cluster.local.',
      'portless.shop.svc.cluster.local A → 5 A 10.0.2.43',
      '10-0-2-43.portless.shop.svc.cluster.local A → 5 A 10.0.2.43',
      'portless.shop.svc.cluster.local SRV → NODATA',
    ],
  },
  {
    says: 'a headless Service without ready endpoints has no name',
    source: `${CODE}/kubernetes.go (findServices), …/object/endpoint.go (only ready ones)`,
    queries: [
      'alone.shop.svc.cluster.local A → NXDOMAIN',
      'alone.shop.svc.cluster.local AAAA → NXDOMAIN',
      'later.shop.svc.cluster.local A → NXDOMAIN',
      '10-0-1-42.later.shop.svc.cluster.local A → NXDOMAIN',
      '_http._tcp.later.shop.svc.cluster.local SRV → NXDOMAIN',
    ],
  },
  {
    says: 'endpoints of a Service that has a ClusterIP',
    source: `${CODE}/kubernetes.go (findServices: "Endpoint query or headless service")`,
    queries: [
      '10-0-2-31.cart.shop.svc.cluster.local A → 5 A 10.0.2.31',
      '10-0-9-9.cart.shop.svc.cluster.local A → NXDOMAIN',
      '10-0-2-31.cart.shop.svc.cluster.local SRV → 5 SRV 0 100 8080 10-0-2-31.cart.shop.svc.cluster.local.',
    ],
  },
  {
    says: 'an external name',
    source: `${SPEC}#25---records-for-external-name-services; ${HANDLER_TEST} (external, external-to-service, endpoint.external)`,
    queries: [
      'bank.shop.svc.cluster.local CNAME → 5 CNAME bank.example.com.',
      'bank.shop.svc.cluster.local SRV → NODATA',
      'bank.shop.svc.cluster.local TXT → NODATA',
      'endpoint.bank.shop.svc.cluster.local CNAME → NXDOMAIN',
      '_http._tcp.bank.shop.svc.cluster.local SRV → NXDOMAIN',
      'alias.shop.svc.cluster.local CNAME → 5 CNAME cart.shop.svc.cluster.local.',
      'alias.shop.svc.cluster.local A → 5 A 172.20.14.9 | 5 CNAME cart.shop.svc.cluster.local.',
      'twice.shop.svc.cluster.local A → 5 A 172.20.14.9 | 5 CNAME alias.shop.svc.cluster.local. | 5 CNAME cart.shop.svc.cluster.local.',
      'node.shop.svc.cluster.local A → 5 CNAME ip-10-0-1-20.us-west-2.compute.internal. | 60 A 10.0.1.20',
    ],
  },
  {
    says: 'an external name that leads nowhere',
    source:
      'https://github.com/coredns/coredns/blob/v1.14.0/plugin/backend_lookup.go (A: an alias inside the zone is added only with its target)',
    queries: [
      'dangling.shop.svc.cluster.local A → NODATA',
      'dangling.shop.svc.cluster.local CNAME → 5 CNAME nothing.shop.svc.cluster.local.',
      'alias.shop.svc.cluster.local AAAA → NODATA',
      'gone.shop.svc.cluster.local A → 5 CNAME ip-10-9-9-9.us-west-2.compute.internal.',
      // An externalName that is an address is not a name.
      'number.shop.svc.cluster.local A → NXDOMAIN',
      'number.shop.svc.cluster.local CNAME → NXDOMAIN',
    ],
  },
  {
    says: 'pods insecure: any address in a namespace that exists',
    source: `${PLUGIN} (pods POD-MODE); ${CODE}/kubernetes.go (findPods)`,
    queries: [
      '10-0-1-31.shop.pod.cluster.local A → 5 A 10.0.1.31',
      '10-0-9-9.shop.pod.cluster.local A → 5 A 10.0.9.9',
      '10-0-9-9.shop.pod.cluster.local AAAA → NODATA',
      'fd00--1.shop.pod.cluster.local AAAA → 5 AAAA fd00::1',
      '10-0-9-9.nowhere.pod.cluster.local A → NXDOMAIN',
      '10-0-9.shop.pod.cluster.local A → NXDOMAIN',
      '10-0-9-999.shop.pod.cluster.local A → NXDOMAIN',
      'web.shop.pod.cluster.local A → NXDOMAIN',
    ],
  },
  {
    says: 'pods verified: the address of a pod of that namespace',
    source: `${PLUGIN} (pods POD-MODE: verified)`,
    kubernetes: 'pods verified',
    queries: [
      '10-0-1-31.shop.pod.cluster.local A → 5 A 10.0.1.31',
      '10-0-9-9.shop.pod.cluster.local A → NXDOMAIN',
      '10-0-1-31.web.pod.cluster.local A → NXDOMAIN',
      'shop.pod.cluster.local A → NODATA',
    ],
  },
  {
    says: 'pods disabled, which is the default',
    source: `${PLUGIN} (pods POD-MODE: disabled: "Do not process pod requests, always returning NXDOMAIN")`,
    kubernetes: 'ttl 5',
    queries: [
      '10-0-1-31.shop.pod.cluster.local A → NXDOMAIN',
      '10-0-1-31.shop.pod.cluster.local AAAA → NXDOMAIN',
      'shop.pod.cluster.local A → NXDOMAIN',
      'pod.cluster.local A → NODATA',
    ],
  },
  {
    says: 'reverse names',
    source: `${SPEC}#233---ptr-record, #243---ptr-record; ${CODE}/reverse.go`,
    queries: [
      '9.14.20.172.in-addr.arpa PTR → 5 PTR cart.shop.svc.cluster.local.',
      '10.0.20.172.in-addr.arpa PTR → 5 PTR kube-dns.kube-system.svc.cluster.local.',
      '41.2.0.10.in-addr.arpa PTR → 5 PTR web-0.peers.shop.svc.cluster.local.',
      '41.3.0.10.in-addr.arpa PTR → 5 PTR 10-0-3-41.peers.shop.svc.cluster.local.',
      '31.2.0.10.in-addr.arpa PTR → 5 PTR 10-0-2-31.cart.shop.svc.cluster.local.',
      '1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.d.c.b.a.8.7.6.5.ip6.arpa PTR → 5 PTR 5678-abcd--1.six.shop.svc.cluster.local.',
      '0.3.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.2.0.0.0.0.d.f.ip6.arpa PTR → 5 PTR dual.shop.svc.cluster.local.',
      // Not in the cluster: the VPC's resolver knows its nodes.
      '20.1.0.10.in-addr.arpa PTR → 60 PTR ip-10-0-1-20.us-west-2.compute.internal.',
    ],
  },
  {
    says: 'reverse names without fallthrough end here',
    source: `${PLUGIN} (fallthrough); ${CODE}/handler.go`,
    kubernetes: 'pods insecure',
    queries: [
      '20.1.0.10.in-addr.arpa PTR → NXDOMAIN',
      '41.1.0.10.in-addr.arpa PTR → NXDOMAIN',
      '9.14.20.172.in-addr.arpa A → NXDOMAIN',
    ],
  },
  {
    says: 'ttl',
    source: `${PLUGIN} (ttl: "The default is 5 seconds. The minimum TTL allowed is 0 seconds, and the maximum is capped at 3600 seconds")`,
    kubernetes: 'ttl 30',
    queries: [
      'cart.shop.svc.cluster.local A → 30 A 172.20.14.9',
      '_http._tcp.cart.shop.svc.cluster.local SRV → 30 SRV 0 100 80 cart.shop.svc.cluster.local.',
      'bank.shop.svc.cluster.local CNAME → 30 CNAME bank.example.com.',
      'dns-version.cluster.local TXT → 28800 TXT "1.1.0"',
      'cluster.local SOA → 30 SOA ns.dns.cluster.local. hostmaster.cluster.local. 1795000000 7200 1800 86400 30',
    ],
  },
  {
    says: 'endpoint_pod_names',
    source: `${PLUGIN} (endpoint_pod_names)`,
    kubernetes: 'endpoint_pod_names',
    queries: [
      'peer-x7k2p.peers.shop.svc.cluster.local A → 5 A 10.0.3.41',
      '10-0-3-41.peers.shop.svc.cluster.local A → NXDOMAIN',
      'web-0.peers.shop.svc.cluster.local A → 5 A 10.0.2.41',
    ],
  },
  {
    says: 'noendpoints',
    source: `${PLUGIN} (noendpoints: "All endpoint queries and headless service queries will result in an NXDOMAIN")`,
    kubernetes: 'noendpoints',
    queries: [
      'peers.shop.svc.cluster.local A → NXDOMAIN',
      'web-0.peers.shop.svc.cluster.local A → NXDOMAIN',
      'cart.shop.svc.cluster.local A → 5 A 172.20.14.9',
    ],
  },
  {
    says: 'ignore empty_service',
    source: `${PLUGIN} (ignore empty_service: "returns NXDOMAIN for services without any ready endpoint addresses")`,
    kubernetes: 'ignore empty_service',
    queries: ['empty.shop.svc.cluster.local A → NXDOMAIN', 'cart.shop.svc.cluster.local A → 5 A 172.20.14.9'],
  },
  {
    says: 'namespaces',
    source: `${PLUGIN} (namespaces NAMESPACE…)`,
    kubernetes: 'namespaces shop',
    queries: [
      'cart.shop.svc.cluster.local A → 5 A 172.20.14.9',
      'kube-dns.kube-system.svc.cluster.local A → NXDOMAIN',
      'kube-system.svc.cluster.local A → NXDOMAIN',
    ],
  },
];
