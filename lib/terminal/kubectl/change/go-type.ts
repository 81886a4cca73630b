/**
 * Workloads and Services as values of their Go types, printed again: empty fields are gone, structs are always there,
 * quantities have their canonical spelling.
 * Models: the `omitempty` marks of k8s.io/api v0.35. Differs: fields that no type has stay, where Go drops them.
 */
import { canonicalQuantity, parseQuantity } from '../../../world/api/quantity.ts';
import { at, isObject, type Json, type JsonObject, list, object, text } from '../json.ts';

/** Scalars behind a pointer: their zero is a value. */
const POINTERS: ReadonlySet<string> = new Set([
  'activeDeadlineSeconds',
  'allocateLoadBalancerNodePorts',
  'allowPrivilegeEscalation',
  'automountServiceAccountToken',
  'backoffLimit',
  'completions',
  'defaultMode',
  'enableServiceLinks',
  'expirationSeconds',
  'failedJobsHistoryLimit',
  'fsGroup',
  'hostUsers',
  'immutable',
  'internalTrafficPolicy',
  'ipFamilyPolicy',
  'maxSurge',
  'maxUnavailable',
  'mode',
  'optional',
  'parallelism',
  'partition',
  'priority',
  'privileged',
  'progressDeadlineSeconds',
  'readOnlyRootFilesystem',
  'replicas',
  'revisionHistoryLimit',
  'runAsGroup',
  'runAsNonRoot',
  'runAsUser',
  'setHostnameAsFQDN',
  'shareProcessNamespace',
  'startingDeadlineSeconds',
  'storageClassName',
  'successfulJobsHistoryLimit',
  'suspend',
  'terminationGracePeriodSeconds',
  'timeZone',
  'tolerationSeconds',
  'ttlSecondsAfterFinished',
]);

/** Maps, which go when they are empty; other objects are structs behind pointers. */
const MAPS: ReadonlySet<string> = new Set([
  'annotations',
  'binaryData',
  'data',
  'labels',
  'limits',
  'matchLabels',
  'nodeSelector',
  'requests',
  'stringData',
]);

const isEmpty = (key: string, value: Json): boolean => {
  if (value === null) return true;
  if (Array.isArray(value)) return value.length === 0;
  if (isObject(value)) return MAPS.has(key) && Object.keys(value).length === 0;
  return !POINTERS.has(key) && (value === '' || value === 0 || value === false);
};

/** The keys of a map are a person's own, and so are its empty values. */
function tidyMap(key: string, map: JsonObject): JsonObject {
  const value = (one: Json): Json => {
    if (key !== 'limits' && key !== 'requests') return one ?? '';
    const spelt = String(one);
    return parseQuantity(spelt).ok ? canonicalQuantity(spelt) : one;
  };
  return Object.fromEntries(
    Object.entries(map).flatMap(([name, one]) => (one === undefined ? [] : [[name, value(one)]])),
  );
}

/** Without what `omitempty` leaves out. */
function tidy(value: Json): Json {
  if (Array.isArray(value)) return value.map(tidy);
  if (!isObject(value)) return value;
  const entries = Object.entries(value).flatMap(([key, inner]): [string, Json][] => {
    if (inner === undefined || isEmpty(key, inner)) return [];
    return [[key, MAPS.has(key) && isObject(inner) ? tidyMap(key, inner) : tidy(inner)]];
  });
  return Object.fromEntries(entries);
}

/** The items with what each of them always has. */
const each = (value: JsonObject, key: string, always: (item: JsonObject) => JsonObject): JsonObject => {
  const items = list(value, key);
  return items.length === 0 ? {} : { [key]: items.map((item) => (isObject(item) ? always(item) : item)) };
};

/** Keyed lists whose items always say these fields. */
const handler = (probe: JsonObject): JsonObject => {
  const port = (key: string): JsonObject => (isObject(probe[key]) ? { [key]: { port: 0, ...object(probe, key) } } : {});
  return { ...probe, ...port('httpGet'), ...port('tcpSocket'), ...port('grpc') };
};

function variable(one: JsonObject): JsonObject {
  const field = at(one, 'valueFrom', 'resourceFieldRef');
  if (!isObject(field)) return { name: '', ...one };
  return { name: '', ...one, valueFrom: { resourceFieldRef: { divisor: '0', resource: '', ...field } } };
}

function container(value: JsonObject): JsonObject {
  const probes = ['livenessProbe', 'readinessProbe', 'startupProbe'].filter((key) => isObject(value[key]));
  return {
    name: '',
    ...value,
    ...each(value, 'env', variable),
    ...each(value, 'ports', (one) => ({ containerPort: 0, ...one })),
    ...each(value, 'volumeMounts', (one) => ({ name: '', mountPath: '', ...one })),
    ...Object.fromEntries(probes.map((key) => [key, handler(object(value, key))])),
    resources: object(value, 'resources'),
  };
}

const podSpec = (spec: JsonObject): JsonObject => ({
  containers: null,
  ...spec,
  ...each(spec, 'containers', container),
  ...each(spec, 'initContainers', container),
  ...each(spec, 'volumes', (one) => ({ name: '', ...one })),
});

const template = (value: JsonObject): JsonObject => ({
  ...value,
  metadata: object(value, 'metadata'),
  spec: podSpec(object(value, 'spec')),
});

const withTemplate = (spec: JsonObject): JsonObject => ({ ...spec, template: template(object(spec, 'template')) });

/** What its status says before there is one. */
const STATUS: Readonly<Record<string, JsonObject>> = {
  DaemonSet: { currentNumberScheduled: 0, desiredNumberScheduled: 0, numberMisscheduled: 0, numberReady: 0 },
  ReplicaSet: { replicas: 0 },
  ReplicationController: { replicas: 0 },
  Service: { loadBalancer: {} },
  StatefulSet: { availableReplicas: 0, replicas: 0 },
};

const claim = (one: JsonObject): JsonObject => {
  const spec = object(one, 'spec');
  return {
    ...one,
    metadata: object(one, 'metadata'),
    spec: { ...spec, resources: object(spec, 'resources') },
    status: object(one, 'status'),
  };
};

function specOf(kind: string, spec: JsonObject): JsonObject | undefined {
  switch (kind) {
    case 'Pod':
      return podSpec(spec);
    case 'Deployment':
      return { selector: null, ...withTemplate(spec), strategy: object(spec, 'strategy') };
    case 'DaemonSet':
      return { selector: null, ...withTemplate(spec), updateStrategy: object(spec, 'updateStrategy') };
    case 'StatefulSet':
      return {
        selector: null,
        serviceName: '',
        ...withTemplate(spec),
        ...each(spec, 'volumeClaimTemplates', claim),
        updateStrategy: object(spec, 'updateStrategy'),
      };
    case 'ReplicaSet':
      return { selector: null, ...withTemplate(spec) };
    case 'Job':
      return withTemplate(spec);
    case 'CronJob': {
      const job = object(spec, 'jobTemplate');
      const jobTemplate = { ...job, metadata: object(job, 'metadata'), spec: withTemplate(object(job, 'spec')) };
      return { schedule: '', ...spec, jobTemplate };
    }
    case 'Service': {
      const { selector: _, ...rest } = spec;
      const selector = object(spec, 'selector');
      const kept = Object.keys(selector).length > 0 ? { selector } : {};
      return { ...rest, ...each(spec, 'ports', (one) => ({ port: 0, targetPort: 0, ...one })), ...kept };
    }
    default:
      return undefined;
  }
}

/** The object as Go would write it after reading it. */
export function asGoType(value: JsonObject): JsonObject {
  const tidied = tidy(value);
  const bare = isObject(tidied) ? tidied : {};
  const kind = text(value, 'kind');
  const spec = specOf(kind, object(bare, 'spec'));
  const metadata = object(bare, 'metadata');
  if (spec === undefined) return { ...bare, metadata };
  return { ...bare, metadata, spec, status: { ...STATUS[kind], ...object(bare, 'status') } };
}
