/** Definitions of networking projects in our own words: small, with the features that the real ones lean on. */

type Schema = Record<string, unknown>;

const STRING: Schema = { type: 'string' };
const INTEGER: Schema = { type: 'integer' };

interface Rest {
  readonly scope?: 'Namespaced' | 'Cluster';
  readonly short?: readonly string[];
  readonly approved?: string;
  readonly versions: readonly object[];
}

function definition(group: string, plural: string, kind: string, rest: Rest): object {
  const annotations = rest.approved ? { annotations: { 'api-approved.kubernetes.io': rest.approved } } : {};
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.${group}`, ...annotations },
    spec: {
      group,
      scope: rest.scope ?? 'Namespaced',
      names: { plural, kind, singular: kind.toLowerCase(), ...(rest.short ? { shortNames: rest.short } : {}) },
      versions: rest.versions,
    },
  };
}

function version(name: string, properties: Schema, more: object = {}): object {
  const openAPIV3Schema = { type: 'object', properties };
  return { name, served: true, storage: true, schema: { openAPIV3Schema }, ...more };
}

/** https://docs.aws.amazon.com/eks/latest/userguide/cni-custom-network-tutorial.html */
export const ENI_CONFIG = definition('crd.k8s.amazonaws.com', 'eniconfigs', 'ENIConfig', {
  scope: 'Cluster',
  versions: [version('v1alpha1', { spec: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } })],
});

/** https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/targetgroupbinding/targetgroupbinding/ */
export const TARGET_GROUP_BINDING = definition('elbv2.k8s.aws', 'targetgroupbindings', 'TargetGroupBinding', {
  versions: [
    version(
      'v1beta1',
      {
        spec: {
          type: 'object',
          required: ['serviceRef', 'targetGroupARN'],
          properties: {
            targetGroupARN: { type: 'string', minLength: 1 },
            targetType: { type: 'string', enum: ['instance', 'ip'] },
            serviceRef: {
              type: 'object',
              required: ['name', 'port'],
              properties: { name: STRING, port: { 'x-kubernetes-int-or-string': true } },
            },
          },
        },
        status: { type: 'object', properties: { observedGeneration: { type: 'integer', format: 'int64' } } },
      },
      {
        subresources: { status: {} },
        additionalPrinterColumns: [
          { name: 'SERVICE-NAME', type: 'string', jsonPath: '.spec.serviceRef.name' },
          { name: 'SERVICE-PORT', type: 'string', jsonPath: '.spec.serviceRef.port' },
          { name: 'TARGET-TYPE', type: 'string', jsonPath: '.spec.targetType' },
          { name: 'ARN', type: 'string', jsonPath: '.spec.targetGroupARN', priority: 1 },
          { name: 'AGE', type: 'date', jsonPath: '.metadata.creationTimestamp' },
        ],
      },
    ),
  ],
});

const GATEWAY = 'gateway.networking.k8s.io';
const APPROVED = 'https://github.com/kubernetes-sigs/gateway-api/pull/2466';
const CONDITIONS: Schema = {
  type: 'array',
  'x-kubernetes-list-type': 'map',
  'x-kubernetes-list-map-keys': ['type'],
  items: {
    type: 'object',
    required: ['type', 'status'],
    properties: { type: STRING, status: { type: 'string', enum: ['True', 'False', 'Unknown'] }, reason: STRING },
  },
};

/** https://gateway-api.sigs.k8s.io/api-types/gatewayclass/ */
export const GATEWAY_CLASS = definition(GATEWAY, 'gatewayclasses', 'GatewayClass', {
  scope: 'Cluster',
  short: ['gc'],
  approved: APPROVED,
  versions: [
    version(
      'v1',
      {
        spec: {
          type: 'object',
          required: ['controllerName'],
          properties: {
            controllerName: {
              type: 'string',
              maxLength: 253,
              pattern:
                "^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\\/[A-Za-z0-9\\/\\-._~%!$&'()*+,;=:]+$",
              'x-kubernetes-validations': [{ rule: 'self == oldSelf', message: 'Value is immutable' }],
            },
          },
        },
        status: { type: 'object', properties: { conditions: CONDITIONS } },
      },
      {
        subresources: { status: {} },
        additionalPrinterColumns: [
          { name: 'Controller', type: 'string', jsonPath: '.spec.controllerName' },
          { name: 'Accepted', type: 'string', jsonPath: '.status.conditions[?(@.type=="Accepted")].status' },
          { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' },
        ],
      },
    ),
  ],
});

/** https://gateway-api.sigs.k8s.io/api-types/gateway/ */
export const GATEWAY_KIND = definition(GATEWAY, 'gateways', 'Gateway', {
  short: ['gtw'],
  approved: APPROVED,
  versions: [
    version(
      'v1',
      {
        spec: {
          type: 'object',
          required: ['gatewayClassName', 'listeners'],
          properties: {
            gatewayClassName: { type: 'string', minLength: 1 },
            listeners: {
              type: 'array',
              minItems: 1,
              maxItems: 64,
              'x-kubernetes-list-type': 'map',
              'x-kubernetes-list-map-keys': ['name'],
              'x-kubernetes-validations': [
                {
                  rule: "self.all(l, l.protocol == 'HTTP' ? !has(l.tls) : true)",
                  message: "tls must not be specified for protocols ['HTTP']",
                },
              ],
              items: {
                type: 'object',
                required: ['name', 'port', 'protocol'],
                properties: {
                  name: STRING,
                  port: { type: 'integer', format: 'int32', minimum: 1, maximum: 65535 },
                  protocol: STRING,
                  tls: { type: 'object', properties: { mode: { type: 'string', default: 'Terminate' } } },
                },
              },
            },
          },
        },
        status: { type: 'object', properties: { conditions: CONDITIONS } },
      },
      { subresources: { status: {} } },
    ),
  ],
});

const ROUTE: Schema = {
  spec: {
    type: 'object',
    properties: {
      hostnames: { type: 'array', items: STRING, 'x-kubernetes-list-type': 'set' },
      rules: {
        type: 'array',
        maxItems: 16,
        items: {
          type: 'object',
          properties: {
            backendRefs: {
              type: 'array',
              maxItems: 16,
              items: {
                type: 'object',
                required: ['name'],
                properties: {
                  kind: { type: 'string', default: 'Service' },
                  name: STRING,
                  port: INTEGER,
                  weight: { ...INTEGER, default: 1 },
                },
                'x-kubernetes-validations': [
                  {
                    rule: "self.kind == 'Service' ? has(self.port) : true",
                    message: 'Must have port for Service reference',
                  },
                ],
              },
            },
          },
        },
      },
    },
  },
};

/** https://gateway-api.sigs.k8s.io/api-types/httproute/ */
export const HTTP_ROUTE = definition(GATEWAY, 'httproutes', 'HTTPRoute', {
  approved: APPROVED,
  versions: [version('v1', ROUTE), version('v1beta1', ROUTE, { storage: false })],
});

/** https://docs.cilium.io/en/stable/network/kubernetes/policy/ */
export const CILIUM_POLICY = definition('cilium.io', 'ciliumnetworkpolicies', 'CiliumNetworkPolicy', {
  short: ['cnp', 'ciliumnp'],
  versions: [
    version('v2', {
      spec: {
        type: 'object',
        anyOf: [{ required: ['endpointSelector'] }, { required: ['nodeSelector'] }],
        properties: {
          endpointSelector: {
            type: 'object',
            'x-kubernetes-map-type': 'atomic',
            properties: { matchLabels: { type: 'object', additionalProperties: { type: 'string', maxLength: 63 } } },
          },
          nodeSelector: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
          ingress: { type: 'array', items: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } },
        },
      },
    }),
  ],
});

/** https://istio.io/latest/docs/reference/config/networking/gateway/ */
export const ISTIO_GATEWAY = definition('networking.istio.io', 'gateways', 'Gateway', {
  short: ['gw'],
  versions: [
    version('v1', {
      spec: {
        type: 'object',
        properties: {
          selector: { type: 'object', additionalProperties: STRING },
          servers: { type: 'array', items: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } },
        },
      },
    }),
  ],
});

export const ALL_DEFINITIONS = [
  ENI_CONFIG,
  TARGET_GROUP_BINDING,
  GATEWAY_CLASS,
  GATEWAY_KIND,
  HTTP_ROUTE,
  CILIUM_POLICY,
  ISTIO_GATEWAY,
];
