/** Lines of `label`, `annotate` and `set` with `--local` by chance, and the objects they are about. */
import fc from 'fast-check';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
type JsonObject = { [key: string]: Json };

export type LocalVerb = 'annotate' | 'label' | 'set';

export interface LocalLine {
  readonly argv: readonly string[];
  /** What standard input holds; the first `-f -` of the line reads it. */
  readonly stdin: string;
  readonly objects: number;
}

function some(fields: Record<string, fc.Arbitrary<Json>>, requiredKeys: string[] = []): fc.Arbitrary<JsonObject> {
  return fc.record(fields, { requiredKeys }) as fc.Arbitrary<JsonObject>;
}

/** `wanted` most of the time. */
const mostly = <T>(weight: number, wanted: fc.Arbitrary<T>, other: fc.Arbitrary<T>): fc.Arbitrary<T> =>
  fc.oneof({ weight, arbitrary: wanted }, { weight: 1, arbitrary: other });

const KEYS = ['app', 'tier', 'zone', 'example.com/a', 'a_b', 'v.1'];
const key = fc.constantFrom(...KEYS);
const value = fc.constantFrom('web', 'db', '', 'v1.2', 'a_b', '7');
const labels = fc.dictionary(key, value, { maxKeys: 3 }) as fc.Arbitrary<JsonObject>;
const odd = fc.dictionary(key, fc.constantFrom<Json>(true, 7, { a: 'b' }, null), { maxKeys: 1 });
const name = fc.constantFrom('a', 'b', 'web-1');
const metadata = some(
  {
    name,
    namespace: fc.constantFrom('shop', 'default'),
    labels: mostly(30, labels, odd),
    annotations: mostly(30, labels, odd),
    resourceVersion: fc.constant('41'),
  },
  ['name'],
);

const CONTAINERS = ['app', 'side', 'apart'];
const variable = fc
  .tuple(
    fc.constantFrom('A', 'B', 'LOG_LEVEL'),
    fc.constantFrom<JsonObject>(
      { value: 'x' },
      { value: '' },
      { value: 'two words' },
      { valueFrom: { secretKeyRef: { name: 's', key: 'k' } } },
      { valueFrom: { configMapKeyRef: { name: 'm', key: 'k' } } },
      { valueFrom: { fieldRef: { fieldPath: 'status.podIP' } } },
      { valueFrom: { resourceFieldRef: { resource: 'limits.cpu' } } },
      {},
    ),
  )
  .map(([called, from]): JsonObject => ({ name: called, ...from }));
const byName = (one: JsonObject): Json => one.name ?? '';
const quantity = fc.constantFrom<Json>('100m', '1', 1, '0.5', '1000m', '64Mi', '1024Ki', '1.5Gi', '1e3');
const quantities = some({ cpu: quantity, memory: quantity });
const port = some({ name, containerPort: fc.constantFrom(80, 8080), protocol: fc.constant('TCP') }, ['containerPort']);
const probe = fc.constantFrom<JsonObject>(
  { httpGet: { port: 80, path: '/' } },
  { tcpSocket: { port: 'http' }, periodSeconds: 5 },
  { exec: { command: ['true'] } },
);
const container = some(
  {
    name: fc.constantFrom(...CONTAINERS),
    image: fc.constantFrom('nginx', 'busybox:1.37'),
    command: fc.constantFrom<Json>(['sleep', '1d'], []),
    env: fc.uniqueArray(variable, { maxLength: 3, selector: byName }),
    ports: fc.array(port, { maxLength: 2 }),
    resources: some({ limits: quantities, requests: quantities }),
    readinessProbe: probe,
    volumeMounts: fc.constant<Json>([{ name: 'data', mountPath: '/data' }]),
    securityContext: fc.constantFrom<Json>({}, { privileged: true }, { capabilities: { add: ['NET_ADMIN'] } }),
    tty: fc.boolean(),
    imagePullPolicy: fc.constant('Always'),
  },
  ['name', 'image'],
);
const containers = fc.uniqueArray(container, { minLength: 1, maxLength: 3, selector: byName });
const volume = fc.constantFrom<JsonObject>(
  { emptyDir: {} },
  { configMap: { name: 'm' } },
  { hostPath: { path: '/' } },
  { secret: { secretName: 's' } },
);
const podSpec = some(
  {
    containers,
    initContainers: containers,
    volumes: volume.map((one): Json => [{ name: 'data', ...one }]),
    nodeSelector: labels,
    serviceAccountName: name,
    hostNetwork: fc.boolean(),
    restartPolicy: fc.constantFrom('Always', 'Never'),
    terminationGracePeriodSeconds: fc.constantFrom(0, 30),
    tolerations: fc.constant<Json>([{ key: 'a', operator: 'Exists' }]),
    securityContext: fc.constantFrom<Json>({}, { runAsUser: 0 }),
  },
  ['containers'],
);
const template = some({ metadata: some({ labels, annotations: labels }), spec: podSpec }, ['spec']);
const selector = labels.map((matchLabels): JsonObject => ({ matchLabels }));
const replicas = fc.constantFrom(0, 1, 3);
const servicePort = some({ name, port: fc.constantFrom(80, 443), targetPort: fc.constantFrom<Json>(80, 'http') }, [
  'port',
]);

const whole = (apiVersion: string, kind: string, fields: Record<string, fc.Arbitrary<Json>>): fc.Arbitrary<Json> =>
  some(
    { metadata, ...fields },
    ['metadata', 'spec'].filter((one) => one === 'metadata' || one in fields),
  ).map((rest): Json => ({ apiVersion, kind, ...rest }));

const POD = whole('v1', 'Pod', { spec: podSpec });
const WORKLOADS: readonly fc.Arbitrary<Json>[] = [
  POD,
  whole('apps/v1', 'Deployment', {
    spec: some(
      {
        replicas,
        selector,
        template,
        strategy: fc.constantFrom<Json>(
          { type: 'Recreate' },
          { rollingUpdate: { maxSurge: '25%', maxUnavailable: 0 }, type: 'RollingUpdate' },
        ),
        paused: fc.boolean(),
      },
      ['template'],
    ),
  }),
  whole('apps/v1', 'StatefulSet', { spec: some({ replicas, selector, template, serviceName: name }, ['template']) }),
  whole('apps/v1', 'DaemonSet', { spec: some({ selector, template }, ['template']) }),
  whole('apps/v1', 'ReplicaSet', { spec: some({ replicas, selector, template }, ['template']) }),
  whole('batch/v1', 'Job', { spec: some({ template, backoffLimit: replicas }, ['template']) }),
  whole('batch/v1', 'CronJob', {
    spec: some({ schedule: fc.constant('@daily'), jobTemplate: template.map((one) => ({ spec: { template: one } })) }, [
      'schedule',
      'jobTemplate',
    ]),
  }),
];
const SERVICE = whole('v1', 'Service', {
  spec: some({ ports: fc.array(servicePort, { maxLength: 2 }), selector: labels, type: fc.constant('NodePort') }),
});
const CONFIG = whole('v1', 'ConfigMap', { data: labels });
const STRANGE = whole('example.com/v1', 'Gadget', { spec: labels });

const anyObject = fc.oneof(...WORKLOADS, SERVICE, CONFIG, STRANGE);
const withPods = mostly(40, fc.oneof(...WORKLOADS), fc.oneof(SERVICE, CONFIG, STRANGE));
const services = mostly(6, SERVICE, anyObject);

const BAD_VALUE = ['two words', '-x', 'a=b', 'x'.repeat(64), 'x/y'];
const given = (values: fc.Arbitrary<string>) => fc.tuple(key, values).map(([one, to]) => `${one}=${to}`);
const pair = fc.oneof(
  { weight: 30, arbitrary: given(value) },
  { weight: 12, arbitrary: key.map((one) => `${one}-`) },
  { weight: 1, arbitrary: given(fc.constantFrom(...BAD_VALUE)) },
  { weight: 1, arbitrary: fc.constantFrom('=b', 'web', '-', 'a b=c', 'a/b/c=d', 'pods', 'A b-', 'x-=y') },
);
const flag = (...words: string[]) => fc.constantFrom<string[]>([], [], [], words);
const flags = (...all: fc.Arbitrary<string[]>[]) => fc.tuple(...all).map((words) => words.flat());

const metaFlags = flags(
  fc.constantFrom<string[]>([], ['-o', 'yaml'], ['-o', 'json'], ['-o', 'name']),
  flag('--overwrite'),
  mostly(15, fc.constant<string[]>([]), fc.constantFrom(['--list'], ['--all'], ['--resource-version=5'])),
  mostly(15, fc.constant<string[]>([]), fc.constantFrom(['-l', 'app=web'], ['-l', 'a in (', '--all'], ['-A'])),
  mostly(15, fc.constant<string[]>([]), fc.constantFrom(['--dry-run=client'], ['--dry-run=server'], ['-o', 'wide'])),
);
const metaWords = fc.tuple(fc.array(pair, { minLength: 1, maxLength: 4 }), metaFlags).map((words) => words.flat());

const setFlags = flags(
  fc.constantFrom<string[]>(['-o', 'yaml'], ['-o', 'yaml'], ['-o', 'name'], []),
  mostly(20, fc.constant<string[]>([]), fc.constantFrom(['--all'], ['-l', 'app=web'], ['--dry-run=client'])),
  mostly(40, fc.constant<string[]>([]), fc.constant(['--dry-run=server'])),
);
const assigned = (names: readonly string[], values: readonly string[]) =>
  fc.tuple(fc.constantFrom(...names), fc.constantFrom(...values)).map(([one, to]) => `${one}=${to}`);
const image = assigned(['app', 'app', 'side', '*', 'nope', ''], ['nginx', 'busybox:1.37', 'a=b', '']);
const env = fc.oneof(
  { weight: 12, arbitrary: assigned(['A', 'B', 'C', 'my.name'], ['x', '', 'a=b', 'two words']) },
  { weight: 6, arbitrary: fc.constantFrom('A-', 'B-', 'C-', 'LOG_LEVEL-') },
  { weight: 1, arbitrary: fc.constantFrom('1A=x', 'A', 'a b=c', '=x') },
);
const chosen = fc.constantFrom<string[]>([], [], [], ['-c', 'app'], ['-c', 'ap*'], ['-c', '*'], ['-c', 'nope']);
const bounds = fc
  .array(assigned(['cpu', 'memory', 'example.com/gpu'], ['1', '500m', '1.5Gi', '1024Mi', '0', '-1', '0.0001']), {
    minLength: 1,
    maxLength: 3,
  })
  .map((all) => all.join(','));
const bound = mostly(12, bounds, fc.constantFrom('cpu', 'cpu=x', 'cpu=1=2', ',', '=1', 'cpu='));
const maybe = (word: string, values: fc.Arbitrary<string>) =>
  fc.option(values, { nil: undefined }).map((one) => (one === undefined ? [] : [`--${word}=${one}`]));
const wanted = mostly(
  10,
  fc.array(assigned(KEYS, ['web', 'db', '']), { minLength: 1, maxLength: 2 }).map((all) => all.join(',')),
  fc.constantFrom('app', 'app!=b', 'app in (a)', '!app', 'a b=c', 'app=a b', 'app==web', 'app=x/y'),
);

const SETS: readonly { words: fc.Arbitrary<string[]>; object: fc.Arbitrary<Json> }[] = [
  {
    words: fc.array(image, { maxLength: 2 }).map((all) => ['image', ...all]),
    object: withPods,
  },
  {
    words: fc
      .tuple(fc.array(env, { maxLength: 3 }), chosen, flag('--overwrite=false'), flag('--list'))
      .map(([all, ...rest]) => ['env', ...all, ...rest.flat()]),
    object: withPods,
  },
  {
    words: fc
      .tuple(maybe('limits', bound), maybe('requests', bound), chosen)
      .map((all) => ['resources', ...all.flat()]),
    object: withPods,
  },
  { words: wanted.map((one) => ['selector', one]), object: services },
  {
    words: fc.constantFrom(['serviceaccount', 'web'], ['sa', 'db'], ['sa'], ['sa', 'a', 'b'], ['sa', '']),
    object: withPods,
  },
];

/** Several documents, or one list. */
function written(objects: readonly Json[], how: number): string {
  if (how === 0) return JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects });
  return objects.map((object) => JSON.stringify(object)).join('\n---\n');
}

function lines(verb: LocalVerb): fc.Arbitrary<LocalLine> {
  const line = (words: readonly string[], objects: readonly Json[], how: number): LocalLine => ({
    argv: [
      verb,
      ...words.slice(0, verb === 'set' ? 1 : 0),
      '--local',
      '-f',
      '-',
      ...words.slice(verb === 'set' ? 1 : 0),
    ],
    stdin: written(objects, how),
    objects: objects.length,
  });
  const several = (object: fc.Arbitrary<Json>) => fc.array(object, { minLength: 1, maxLength: 6 });
  if (verb !== 'set') return fc.tuple(metaWords, several(anyObject), fc.nat(3)).map((all) => line(...all));
  return fc
    .constantFrom(...SETS)
    .chain(({ words, object }) => fc.tuple(fc.tuple(words, setFlags), several(object), fc.nat(3)))
    .map(([words, objects, how]) => line(words.flat(), objects, how));
}

/** Lines that are about `count` objects together; the same ones every time. */
export function randomLocalLines(verb: LocalVerb, count: number, seed: number): LocalLine[] {
  let objects = 0;
  return fc.sample(lines(verb), { numRuns: count, seed }).filter((line) => {
    const wanting = objects < count;
    objects += wanting ? line.objects : 0;
    return wanting;
  });
}
