/** Ingress, IngressClass, NetworkPolicy, ServiceCIDR and IPAddress that are refused. */
import { DNS_1035, DNS_LABEL, DNS_SUBDOMAIN, IP, QUALIFIED, refused, type ValidationCase } from './validation-words.ts';

const NETWORKING = 'https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/apis/networking/validation/validation.go';
const WILDCARD =
  "a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS subdomain, which must consist of lower case alphanumeric characters, '-' or '.' and end with an alphanumeric character (e.g. '*.example.com', regex used for validation is '\\*\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
const CIDR = 'must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)';
const PORT = 'must be between 1 and 65535, inclusive';

const backend = { service: { name: 'web', port: { number: 80 } } };
const rule = (path: object, host?: string) => ({
  spec: {
    rules: [{ ...(host ? { host } : {}), http: { paths: [{ pathType: 'Prefix', path: '/', backend, ...path }] } }],
  },
});
const to = (service: object) => rule({ backend: { service } });
const AT = 'spec.rules[0].http.paths[0]';

const INGRESSES = refused(NETWORKING, 'Ingress', [
  [{ spec: {} }, 'spec: Invalid value: null: either `defaultBackend` or `rules` must be specified'],
  [{ spec: { defaultBackend: {} } }, 'spec.defaultBackend: Invalid value: "": resource or service backend is required'],
  [rule({ pathType: undefined }), `${AT}.pathType: Required value: pathType must be specified`],
  [
    rule({ pathType: 'Regex' }),
    `${AT}.pathType: Unsupported value: "Regex": supported values: "Exact", "ImplementationSpecific", "Prefix"`,
  ],
  [rule({ path: 'cart' }), `${AT}.path: Invalid value: "cart": must be an absolute path`],
  [rule({ path: '/a//b' }), `${AT}.path: Invalid value: "/a//b": must not contain '//'`],
  [rule({ path: '/a/./b' }), `${AT}.path: Invalid value: "/a/./b": must not contain '/./'`],
  [rule({ path: '/a/../b' }), `${AT}.path: Invalid value: "/a/../b": must not contain '/../'`],
  [rule({ path: '/a%2fb' }), `${AT}.path: Invalid value: "/a%2fb": must not contain '%2f'`],
  [rule({ path: '/a/..' }), `${AT}.path: Invalid value: "/a/..": cannot end with '/..'`],
  [rule({ path: '/a/.' }), `${AT}.path: Invalid value: "/a/.": cannot end with '/.'`],
  [rule({ pathType: 'ImplementationSpecific', path: 'x' }), `${AT}.path: Invalid value: "x": must be an absolute path`],
  [rule({ backend: {} }), `${AT}.backend: Invalid value: "": resource or service backend is required`],
  [
    rule({ backend: { ...backend, resource: { kind: 'Bucket', name: 'b' } } }),
    `${AT}.backend: Invalid value: "": cannot set both resource and service backends`,
  ],
  [rule({ backend: { resource: { kind: '', name: 'b' } } }), `${AT}.backend.resource.kind: Required value`],
  [rule({ backend: { resource: { kind: 'Bucket', name: '' } } }), `${AT}.backend.resource.name: Required value`],
  [
    rule({ backend: { resource: { kind: 'a/b', name: 'b' } } }),
    `${AT}.backend.resource.kind: Invalid value: "a/b": may not contain '/'`,
  ],
  [to({ name: '', port: { number: 80 } }), `${AT}.backend.service.name: Required value`],
  [to({ name: 'Web', port: { number: 80 } }), `${AT}.backend.service.name: Invalid value: "Web": ${DNS_1035}`],
  [to({ name: 'web' }), `${AT}.backend: Required value: port name or number is required`],
  [
    to({ name: 'web', port: { name: 'http', number: 80 } }),
    `${AT}.backend: Invalid value: "": cannot set both port name & port number`,
  ],
  [to({ name: 'web', port: { number: 70000 } }), `${AT}.backend.service.port.number: Invalid value: 70000: ${PORT}`],
  [
    to({ name: 'web', port: { name: '80' } }),
    `${AT}.backend.service.port.name: Invalid value: "80": must contain at least one letter (a-z)`,
  ],
  [{ spec: { rules: [{ http: { paths: [] } }] } }, 'spec.rules[0].http.paths: Required value'],
  [rule({}, 'A.example.com'), `spec.rules[0].host: Invalid value: "A.example.com": ${DNS_SUBDOMAIN}`],
  [rule({}, '10.0.0.1'), 'spec.rules[0].host: Invalid value: "10.0.0.1": must be a DNS name, not an IP address'],
  [rule({}, 'a.*.example.com'), `spec.rules[0].host: Invalid value: "a.*.example.com": ${WILDCARD}`],
  [
    { spec: { defaultBackend: backend, tls: [{ hosts: ['*'] }] } },
    `spec.tls[0].hosts[0]: Invalid value: "*": ${WILDCARD}`,
  ],
  [
    { spec: { defaultBackend: backend, tls: [{ secretName: 'A_B' }] } },
    `spec.tls[0].secretName: Invalid value: "A_B": ${DNS_SUBDOMAIN}`,
  ],
  [
    { spec: { defaultBackend: backend, ingressClassName: 'A_B' } },
    `spec.ingressClassName: Invalid value: "A_B": ${DNS_SUBDOMAIN}`,
  ],
]);

const CLASSES = refused(NETWORKING, 'IngressClass', [
  [{ spec: {} }, 'spec.controller: Required value'],
  [
    { spec: { controller: 'nginx' } },
    'spec.controller: Invalid value: "nginx": must be a domain-prefixed path (such as "acme.io/foo")',
  ],
  [{ spec: { controller: 'A_b/x' } }, `spec.controller: Invalid value: "A_b": ${DNS_SUBDOMAIN}`],
  [{ spec: { controller: `a.io/${'x'.repeat(260)}` } }, 'spec.controller: Too long: may not be more than 250 bytes'],
  [
    { spec: { controller: 'a.io/x', parameters: { kind: 'P', name: 'p', scope: 'Namespace' } } },
    "spec.parameters.namespace: Required value: `parameters.scope` is set to 'Namespace'",
  ],
  [
    { spec: { controller: 'a.io/x', parameters: { kind: 'P', name: 'p', namespace: 'shop' } } },
    "spec.parameters.namespace: Forbidden: `parameters.scope` is set to 'Cluster'",
  ],
  [
    { spec: { controller: 'a.io/x', parameters: { kind: 'P', name: 'p', scope: 'World' } } },
    'spec.parameters.scope: Unsupported value: "World": supported values: "Cluster", "Namespace"',
  ],
  [{ spec: { controller: 'a.io/x', parameters: { kind: '', name: 'p' } } }, 'spec.parameters.kind: Required value'],
  [{ spec: { controller: 'a.io/x', parameters: { kind: 'P', name: '' } } }, 'spec.parameters.name: Required value'],
  [
    { spec: { controller: 'a.io/x', parameters: { kind: 'P', name: 'p', scope: 'Namespace', namespace: 'A' } } },
    `spec.parameters.namespace: Invalid value: "A": ${DNS_LABEL}`,
  ],
]);

const isolating = (rest: object) => ({ spec: { podSelector: {}, ...rest } });
const port = (one: object) => isolating({ ingress: [{ ports: [one] }] });
const from = (one: object) => isolating({ ingress: [{ from: [one] }] });
const PORT_AT = 'spec.ingress[0].ports[0]';
const FROM_AT = 'spec.ingress[0].from[0]';

const POLICIES = refused(NETWORKING, 'NetworkPolicy', [
  [
    port({ protocol: 'ICMP' }),
    `${PORT_AT}.protocol: Unsupported value: "ICMP": supported values: "TCP", "UDP", "SCTP"`,
  ],
  [port({ port: 0 }), `${PORT_AT}.port: Invalid value: 0: ${PORT}`],
  [port({ port: 'h--p' }), `${PORT_AT}.port: Invalid value: "h--p": must not contain consecutive hyphens`],
  [port({ endPort: 90 }), `${PORT_AT}.endPort: Invalid value: 90: may not be specified when \`port\` is not specified`],
  [
    port({ port: 'http', endPort: 90 }),
    `${PORT_AT}.endPort: Invalid value: 90: may not be specified when \`port\` is non-numeric`,
  ],
  [port({ port: 90, endPort: 80 }), `${PORT_AT}.endPort: Invalid value: 80: must be greater than or equal to \`port\``],
  [port({ port: 90, endPort: 70000 }), `${PORT_AT}.endPort: Invalid value: 70000: ${PORT}`],
  [from({}), `${FROM_AT}: Required value: must specify a peer`],
  [
    from({ ipBlock: { cidr: '10.0.0.0/8' }, podSelector: {} }),
    `${FROM_AT}: Forbidden: may not specify both ipBlock and another peer`,
  ],
  [from({ ipBlock: { cidr: '' } }), `${FROM_AT}.ipBlock.cidr: Required value`],
  [from({ ipBlock: { cidr: '10.0.0.1' } }), `${FROM_AT}.ipBlock.cidr: Invalid value: "10.0.0.1": ${CIDR}`],
  [from({ ipBlock: { cidr: '10.0.0.0/40' } }), `${FROM_AT}.ipBlock.cidr: Invalid value: "10.0.0.0/40": ${CIDR}`],
  [
    from({ ipBlock: { cidr: '10.0.0.0/16', except: ['10.1.0.0/24'] } }),
    `${FROM_AT}.ipBlock.except[0]: Invalid value: "10.1.0.0/24": must be a strict subset of \`cidr\``,
  ],
  [
    from({ ipBlock: { cidr: '10.0.0.0/16', except: ['10.0.0.0/16'] } }),
    `${FROM_AT}.ipBlock.except[0]: Invalid value: "10.0.0.0/16": must be a strict subset of \`cidr\``,
  ],
  [
    from({ ipBlock: { cidr: '10.0.0.0/16', except: ['x'] } }),
    `${FROM_AT}.ipBlock.except[0]: Invalid value: "x": ${CIDR}`,
  ],
  [
    isolating({ egress: [{ to: [{ ipBlock: { cidr: '2001:db8::/64', except: ['2001:db9::/80'] } }] }] }),
    'spec.egress[0].to[0].ipBlock.except[0]: Invalid value: "2001:db9::/80": must be a strict subset of `cidr`',
  ],
  [
    isolating({ policyTypes: ['Both'] }),
    'spec.policyTypes[0]: Unsupported value: "Both": supported values: "Ingress", "Egress"',
  ],
  [
    isolating({ policyTypes: ['Ingress', 'Egress', 'Ingress'] }),
    'spec.policyTypes: Invalid value: ["Ingress","Egress","Ingress"]: may not specify more than two policyTypes',
  ],
  [
    { spec: { podSelector: { matchExpressions: [{ key: 'a', operator: 'Is' }] } } },
    'spec.podSelector.matchExpressions[0].operator: Invalid value: "Is": not a valid selector operator',
  ],
  [
    from({ namespaceSelector: { matchLabels: { 'a b': 'c' } } }),
    `${FROM_AT}.namespaceSelector.matchLabels: Invalid value: "a b": ${QUALIFIED}`,
  ],
]);

const RANGES = refused(NETWORKING, 'ServiceCIDR', [
  [{ spec: {} }, 'spec.cidrs: Required value: at least one CIDR required'],
  [{ spec: { cidrs: ['10.0.0.0'] } }, `spec.cidrs[0]: Invalid value: "10.0.0.0": ${CIDR}`],
  [
    { spec: { cidrs: ['10.0.0.1/24'] } },
    'spec.cidrs[0]: Invalid value: "10.0.0.1/24": must not have bits set beyond the prefix length',
  ],
  [
    { spec: { cidrs: ['10.0.0.0/24', '10.1.0.0/24'] } },
    'spec.cidrs: Invalid value: ["10.0.0.0/24","10.1.0.0/24"]: may specify no more than one IP for each IP family, i.e 192.168.0.0/24 and 2001:db8::/64',
  ],
]);

const named = (parentRef: object) => ({ spec: { parentRef } });
const ADDRESSES: ValidationCase[] = [
  { kind: 'IPAddress', metadata: { name: 'x' }, says: `metadata.name: Invalid value: "x": ${IP}`, source: NETWORKING },
  ...refused(NETWORKING, 'IPAddress', [
    [{ spec: {} }, 'spec.parentRef: Required value'],
    [named({ name: 'web' }), 'spec.parentRef.resource: Required value'],
    [named({ resource: 'services' }), 'spec.parentRef.name: Required value'],
    [named({ resource: 'a/b', name: 'web' }), `spec.parentRef.resource: Invalid value: "a/b": may not contain '/'`],
    [named({ group: 'A', resource: 'b', name: 'c' }), `spec.parentRef.group: Invalid value: "A": ${DNS_SUBDOMAIN}`],
  ]).map((one) => ({ ...one, metadata: { name: '172.20.9.9' } })),
];

export const NETWORK_CASES: readonly ValidationCase[] = [
  ...INGRESSES,
  ...CLASSES,
  ...POLICIES,
  ...RANGES,
  ...ADDRESSES,
];
