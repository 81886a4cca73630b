/** Refusals whose path or order is the real one's own: no index, another case, a fixed order of what is supported. */
import {
  APPS,
  CORE,
  container,
  contains,
  DNS_SUBDOMAIN,
  NAMES,
  pod,
  probe,
  refused,
  service,
  template,
  type ValidationCase,
  workload,
} from './validation-words.ts';

const SEARCH =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '_', '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '_?[a-z0-9]([-_a-z0-9]*[a-z0-9])?(\\._?[a-z0-9]([-_a-z0-9]*[a-z0-9])?)*')";
const env = (valueFrom: object) => contains({ env: [{ name: 'A', valueFrom }] });
const headed = { httpGet: { port: 80, httpHeaders: [{ name: 'a b', value: 'x' }] } };
const volume = { volumes: [{ name: 'v', emptyDir: {} }] };
const mount = { name: 'v', mountPath: '/v', subPath: '../x' };

export const WORD_CASES: readonly ValidationCase[] = [
  ...refused(CORE, 'Pod', [
    [
      probe(headed),
      "spec.containers[0].livenessProbe.httpGet.httpHeaders: Invalid value: \"a b\": a valid HTTP header must consist of alphanumeric characters or '-' (e.g. 'X-Header-Name', regex used for validation is '[-A-Za-z0-9]+')",
    ],
    [
      pod({ ...volume, containers: [{ ...container, volumeMounts: [mount] }] }),
      'spec.containers[0].volumeMounts.subPath: Invalid value: "../x": must not contain \'..\'',
    ],
    [
      env({ configMapKeyRef: { key: 'k' } }),
      `spec.containers[0].env[0].valueFrom.configMapKeyRef.name: Invalid value: "": ${DNS_SUBDOMAIN}`,
    ],
    [
      env({ secretKeyRef: { name: 'A_B', key: 'k' } }),
      `spec.containers[0].env[0].valueFrom.secretKeyRef.name: Invalid value: "A_B": ${DNS_SUBDOMAIN}`,
    ],
    [
      contains({ envFrom: [{}] }),
      'spec.containers[0].envFrom: Invalid value: "": must specify one of: `configMapRef` or `secretRef`',
    ],
    [
      contains({ terminationMessagePolicy: 'Never' }),
      'spec.containers[0].terminationMessagePolicy: Unsupported value: "Never": supported values: "File", "FallbackToLogsOnError"',
    ],
    [
      pod({ tolerations: [{ key: 'a', effect: 'Never' }] }),
      'spec.tolerations[0].effect: Unsupported value: "Never": supported values: "NoSchedule", "PreferNoSchedule", "NoExecute"',
    ],
    [
      pod({ tolerations: [{ key: 'a', operator: 'Exists', value: 'x' }] }),
      'spec.tolerations[0].operator: Invalid value: "x": value must be empty when `operator` is \'Exists\'',
    ],
    [
      contains({ resources: { requests: { 'example.com/gpu': '1' } } }),
      'spec.containers[0].resources.limits: Required value: Limit must be set for non overcommitable resources',
    ],
    [pod({ dnsConfig: { searches: ['A.b'] } }), `spec.dnsConfig.searches[0]: Invalid value: "A.b": ${SEARCH}`],
    [
      pod({ dnsPolicy: 'None', dnsConfig: { searches: ['A.b'] } }),
      'spec.dnsConfig.nameservers: Required value: must provide at least one DNS nameserver when `dnsPolicy` is None',
    ],
    [
      pod({ initContainers: [{ name: 'first', image: 'nginx ' }] }),
      'spec.initContainers[0].image: Invalid value: "nginx ": must not have leading or trailing whitespace',
    ],
  ]),
  ...refused(NAMES, 'Pod', [
    [contains({ name: 'a.b' }), 'spec.containers[0].name: Invalid value: "a.b": must not contain dots'],
  ]),
  ...refused(APPS, 'Deployment', [
    [
      workload({
        template: { ...template, spec: { ...template.spec, ephemeralContainers: [{ ...container, name: 'e' }] } },
      }),
      'spec.template.spec.ephemeralContainers: Forbidden: ephemeral containers not allowed in pod template',
    ],
  ]),
  ...refused(CORE, 'Service', [
    [
      service({ externalIPs: ['127.0.0.1'] }),
      'spec.externalIPs[0]: Invalid value: "127.0.0.1": may not be in the loopback range (127.0.0.0/8, ::1/128)',
    ],
    [
      service({ loadBalancerSourceRanges: ['10.0.0.0/8'] }),
      "spec.LoadBalancerSourceRanges: Forbidden: may only be used when `type` is 'LoadBalancer'",
    ],
    [
      service({ type: 'LoadBalancer', loadBalancerSourceRanges: ['all'] }),
      'spec.LoadBalancerSourceRanges[0]: Invalid value: "all": must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)',
    ],
  ]),
];
