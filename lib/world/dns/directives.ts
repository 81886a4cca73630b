/** Every directive of the CoreDNS that EKS ships; another word in a Corefile keeps the process from starting. */

/** Models: https://github.com/coredns/coredns/blob/v1.14.0/plugin.cfg */
const DIRECTIVES = new Set(
  `root metadata geoip cancel tls quic timeouts multisocket reload nsid bufsize bind debug trace ready health pprof prometheus errors log
  dnstap local dns64 acl any chaos loadbalance tsig cache rewrite header dnssec autopath minimal template transfer hosts route53 azure
  clouddns k8s_external kubernetes file auto secondary etcd loop forward grpc grpc_server erratic whoami on sign view nomad import`.split(
    /\s+/,
  ),
);

export function isDirective(name: string): boolean {
  return DIRECTIVES.has(name);
}
