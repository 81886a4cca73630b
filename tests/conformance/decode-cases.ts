/**
 * What the API's decoder says of ill-typed manifests. Every sentence was read from kubectl 1.35.2 (Go 1.25.7), whose
 * typed decoder is the API server's: `kubectl set image --local -f file c=x -o json` prints it behind `unable to decode`.
 */
type Manifest = Readonly<Record<string, unknown>>;

const pod = (rest: Manifest): Manifest => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'a' },
  spec: { containers: [{ name: 'c', image: 'i' }] },
  ...rest,
});
const container = (rest: Manifest): Manifest => pod({ spec: { containers: [{ name: 'c', ...rest }] } });
const deployment = (spec: Manifest): Manifest => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'a' },
  spec,
});
const core = (kind: string, rest: Manifest): Manifest => ({ apiVersion: 'v1', kind, metadata: { name: 'a' }, ...rest });
const lease = (spec: Manifest): Manifest => ({
  apiVersion: 'coordination.k8s.io/v1',
  kind: 'Lease',
  metadata: { name: 'a' },
  spec,
});

const QUANTITY = "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";
const cannot = (found: string, field: string, type: string): string =>
  `json: cannot unmarshal ${found} into Go struct field ${field} of type ${type}`;
const time = (text: string, layout: string, rest: string, element: string): string =>
  `parsing time "${text}" as "${layout}": cannot parse "${rest}" as "${element}"`;
const SECONDS = '2006-01-02T15:04:05Z07:00';
const MICROS = '2006-01-02T15:04:05.000000Z07:00';

/** Manifest and sentence, by what is wrong. */
export const DECODE_ERRORS: Readonly<Record<string, readonly [Manifest, string]>> = {
  'replicas as text': [deployment({ replicas: '3' }), cannot('string', 'DeploymentSpec.spec.replicas', 'int32')],
  'a label as a number': [
    pod({ metadata: { name: 'a', labels: { a: 1 } } }),
    cannot('number', 'ObjectMeta.metadata.labels', 'string'),
  ],
  'labels as text': [
    pod({ metadata: { name: 'a', labels: 'x' } }),
    cannot('string', 'ObjectMeta.metadata.labels', 'map[string]string'),
  ],
  'labels as a list': [
    pod({ metadata: { name: 'a', labels: ['x'] } }),
    cannot('array', 'ObjectMeta.metadata.labels', 'map[string]string'),
  ],
  'metadata as a list': [pod({ metadata: [] }), cannot('array', 'Pod.metadata', 'v1.ObjectMeta')],
  'a uid as a number': [
    pod({ metadata: { name: 'a', uid: 1 } }),
    cannot('number', 'ObjectMeta.metadata.uid', 'types.UID'),
  ],
  'spec as text': [pod({ spec: 'x' }), cannot('string', 'Pod.spec', 'v1.PodSpec')],
  'containers as an object': [
    pod({ spec: { containers: { name: 'c' } } }),
    cannot('object', 'PodSpec.spec.containers', '[]v1.Container'),
  ],
  'a container as text': [
    pod({ spec: { containers: ['c'] } }),
    cannot('string', 'PodSpec.spec.containers', 'v1.Container'),
  ],
  'a port as text': [
    deployment({ template: { spec: { containers: [{ name: 'c', ports: [{ containerPort: 'x' }] }] } } }),
    cannot('string', 'ContainerPort.spec.template.spec.containers.ports.containerPort', 'int32'),
  ],
  'a port with a fraction': [
    container({ ports: [{ containerPort: 80.5 }] }),
    cannot('number 80.5', 'ContainerPort.spec.containers.ports.containerPort', 'int32'),
  ],
  'a port beyond int32': [
    container({ ports: [{ containerPort: 8_000_000_000_000 }] }),
    cannot('number 8000000000000', 'ContainerPort.spec.containers.ports.containerPort', 'int32'),
  ],
  'a protocol as a number': [
    container({ ports: [{ containerPort: 80, protocol: 1 }] }),
    cannot('number', 'ContainerPort.spec.containers.ports.protocol', 'v1.Protocol'),
  ],
  'an environment value as a number': [
    container({ env: [{ name: 'A', value: 1 }] }),
    cannot('number', 'EnvVar.spec.containers.env.value', 'string'),
  ],
  'an environment value as a bool': [
    container({ env: [{ name: 'A', value: true }] }),
    cannot('bool', 'EnvVar.spec.containers.env.value', 'string'),
  ],
  'a command as text': [
    container({ command: 'ls' }),
    cannot('string', 'Container.spec.containers.command', '[]string'),
  ],
  'a word of a command as a number': [
    container({ command: ['ls', 1] }),
    cannot('number', 'Container.spec.containers.command', 'string'),
  ],
  'a pointer to a bool as text': [
    pod({ spec: { automountServiceAccountToken: 'x', containers: [] } }),
    cannot('string', 'PodSpec.spec.automountServiceAccountToken', 'bool'),
  ],
  'a probe port as an object': [
    container({ readinessProbe: { httpGet: { port: {} } } }),
    cannot('object', 'HTTPGetAction.spec.containers.readinessProbe.ProbeHandler.httpGet.port', 'int32'),
  ],
  'a probe handler as text': [
    container({ readinessProbe: { httpGet: 'x' } }),
    cannot('string', 'Probe.spec.containers.readinessProbe.ProbeHandler.httpGet', 'v1.HTTPGetAction'),
  ],
  'a volume source as text': [
    pod({ spec: { containers: [], volumes: [{ name: 'a', configMap: 'x' }] } }),
    cannot('string', 'Volume.spec.volumes.VolumeSource.configMap', 'v1.ConfigMapVolumeSource'),
  ],
  'a list of named text': [
    {
      apiVersion: 'apps/v1',
      kind: 'StatefulSet',
      metadata: { name: 'a' },
      spec: { volumeClaimTemplates: [{ spec: { accessModes: 'x' } }] },
    },
    cannot(
      'string',
      'PersistentVolumeClaimSpec.spec.volumeClaimTemplates.spec.accessModes',
      '[]v1.PersistentVolumeAccessMode',
    ),
  ],
  'limits as a list': [
    container({ resources: { limits: [] } }),
    cannot('array', 'ResourceRequirements.spec.containers.resources.limits', 'v1.ResourceList'),
  ],
  'a quantity that is none': [container({ resources: { limits: { cpu: '1x' } } }), QUANTITY],
  'a quantity as a bool': [container({ resources: { limits: { cpu: true } } }), QUANTITY],
  'a size limit that is none': [
    pod({ spec: { containers: [], volumes: [{ name: 'a', emptyDir: { sizeLimit: 'x' } }] } }),
    QUANTITY,
  ],
  "a quantity's suffix": [container({ resources: { limits: { cpu: '1mi' } } }), "unable to parse quantity's suffix"],
  'a service type as a number': [
    core('Service', { spec: { type: 1 } }),
    cannot('number', 'ServiceSpec.spec.type', 'v1.ServiceType'),
  ],
  'a selector of objects': [
    core('Service', { spec: { selector: { a: { b: 'c' } } } }),
    cannot('object', 'ServiceSpec.spec.selector', 'string'),
  ],
  'secret data as a number': [core('Secret', { data: { a: 1 } }), cannot('number', 'Secret.data', '[]uint8')],
  'secret data that is no base64': [core('Secret', { data: { a: '%%%' } }), 'illegal base64 data at input byte 0'],
  'secret data cut short': [core('Secret', { data: { a: 'YWJ' } }), 'illegal base64 data at input byte 0'],
  'a time in words': [
    pod({ metadata: { name: 'a', creationTimestamp: 'yesterday' } }),
    time('yesterday', SECONDS, 'yesterday', '2006'),
  ],
  'a date': [pod({ metadata: { name: 'a', creationTimestamp: '2024-01-01' } }), time('2024-01-01', SECONDS, '', 'T')],
  'the thirteenth month': [
    pod({ metadata: { name: 'a', creationTimestamp: '2024-13-01T00:00:00Z' } }),
    'parsing time "2024-13-01T00:00:00Z": month out of range',
  ],
  'the thirtieth of February': [
    pod({ metadata: { name: 'a', creationTimestamp: '2024-02-30T00:00:00Z' } }),
    'parsing time "2024-02-30T00:00:00Z": day out of range',
  ],
  'a time as a number': [
    pod({ metadata: { name: 'a', creationTimestamp: 1 } }),
    cannot('number', 'ObjectMeta.metadata.creationTimestamp', 'string'),
  ],
  'a micro-time without fraction': [
    lease({ renewTime: '2024-01-01T00:00:00Z' }),
    time('2024-01-01T00:00:00Z', MICROS, 'Z', '.000000'),
  ],
  'a micro-time as a number': [lease({ renewTime: 5 }), cannot('number', 'LeaseSpec.spec.renewTime', 'string')],
  'two wrong types: the first': [
    pod({ metadata: { name: 1 }, spec: { containers: [{ name: 2 }] } }),
    cannot('number', 'ObjectMeta.metadata.name', 'string'),
  ],
  'a wrong type and a wrong quantity: the quantity': [
    pod({ metadata: { name: 1 }, spec: { containers: [{ name: 'c', resources: { limits: { cpu: 'x' } } }] } }),
    QUANTITY,
  ],
};

/** Manifest and what comes back when it is read and written, the image aside. */
export const ROUND_TRIPS: Readonly<Record<string, readonly [Manifest, Manifest]>> = {
  'what Go always writes': [
    container({}),
    {
      kind: 'Pod',
      apiVersion: 'v1',
      metadata: { name: 'a' },
      spec: { containers: [{ name: 'c', resources: {} }] },
      status: {},
    },
  ],
  'a deployment with nothing in it': [
    deployment({ template: { spec: { containers: [{ name: 'c' }] } } }),
    {
      kind: 'Deployment',
      apiVersion: 'apps/v1',
      metadata: { name: 'a' },
      spec: {
        selector: null,
        template: { metadata: {}, spec: { containers: [{ name: 'c', resources: {} }] } },
        strategy: {},
      },
      status: {},
    },
  ],
  'a time with an offset and a fraction': [
    pod({
      metadata: { name: 'a', creationTimestamp: '2024-12-01T00:00:00.75+02:00' },
      spec: { containers: [{ name: 'c' }] },
    }),
    {
      kind: 'Pod',
      apiVersion: 'v1',
      metadata: { name: 'a', creationTimestamp: '2024-11-30T22:00:00Z' },
      spec: { containers: [{ name: 'c', resources: {} }] },
      status: {},
    },
  ],
  'zeros that mean nothing, and a pointer that means zero': [
    pod({
      spec: {
        hostNetwork: false,
        nodeSelector: {},
        tolerations: [],
        terminationGracePeriodSeconds: 0,
        containers: [{ name: 'c', tty: false, ports: [{ containerPort: 80, name: '' }] }],
        volumes: [{ name: 'v', emptyDir: {} }],
      },
    }),
    {
      kind: 'Pod',
      apiVersion: 'v1',
      metadata: { name: 'a' },
      spec: {
        volumes: [{ name: 'v', emptyDir: {} }],
        containers: [{ name: 'c', ports: [{ containerPort: 80 }], resources: {} }],
        terminationGracePeriodSeconds: 0,
      },
      status: {},
    },
  ],
  'a condition without times': [
    pod({ spec: { containers: [{ name: 'c' }] }, status: { conditions: [{ type: 'Ready', status: 'True' }] } }),
    {
      kind: 'Pod',
      apiVersion: 'v1',
      metadata: { name: 'a' },
      spec: { containers: [{ name: 'c', resources: {} }] },
      status: { conditions: [{ type: 'Ready', status: 'True', lastProbeTime: null, lastTransitionTime: null }] },
    },
  ],
};
