/** Objects and strategic patches about them, by chance: fields changed, removed, replaced, lists merged and put in order. */
import fc from 'fast-check';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
type JsonObject = { [key: string]: Json };

export interface RandomPatch {
  readonly object: JsonObject;
  readonly patch: JsonObject;
}

const NAMES = ['a', 'b', 'c', 'd'] as const;
const name = fc.constantFrom(...NAMES);
const text = fc.constantFrom('', 'x', 'y', 'z:1');

function some<T extends Json>(fields: Record<string, fc.Arbitrary<T>>): fc.Arbitrary<JsonObject> {
  return fc.record(fields, { requiredKeys: [] }) as fc.Arbitrary<JsonObject>;
}

function keyed(key: string, keys: fc.Arbitrary<Json>, rest: fc.Arbitrary<JsonObject>): fc.Arbitrary<JsonObject[]> {
  const item = fc.tuple(keys, rest).map(([value, fields]) => ({ [key]: value, ...fields }));
  return fc.uniqueArray(item, { maxLength: 4, selector: (one) => (one as JsonObject)[key] });
}

const variables = keyed('name', name, some({ value: text }));
const port = fc.constantFrom(80, 81, 443);
const ports = keyed('containerPort', port, some<Json>({ name, protocol: fc.constantFrom('TCP', 'UDP') }));
const strings = fc.array(name, { maxLength: 3 });
const labels = fc.dictionary(name, text, { maxKeys: 3 });
const container = some<Json>({
  image: text,
  args: strings,
  command: strings,
  env: variables,
  ports,
  tty: fc.boolean(),
});
const containers = keyed('name', name, container);
const volume = some<Json>({
  emptyDir: fc.constant({}),
  configMap: fc.record({ name }) as fc.Arbitrary<JsonObject>,
  hostPath: fc.record({ path: text }) as fc.Arbitrary<JsonObject>,
});
const toleration = some<Json>({ key: name, operator: fc.constantFrom('Exists', 'Equal'), value: text });
const podSpec = some<Json>({
  containers,
  initContainers: containers,
  volumes: keyed('name', name, volume),
  nodeSelector: labels,
  tolerations: fc.array(toleration, { maxLength: 3 }),
  imagePullSecrets: keyed('name', name, fc.constant({})),
  hostNetwork: fc.boolean(),
  securityContext: some<Json>({ runAsUser: fc.nat(3), supplementalGroups: fc.array(fc.nat(3), { maxLength: 3 }) }),
  dnsPolicy: text,
});
const strategy = some<Json>({
  type: fc.constantFrom('RollingUpdate', 'Recreate'),
  rollingUpdate: some<Json>({ maxSurge: fc.constantFrom<Json>(1, '25%') }),
});
const finalizers = fc.uniqueArray(name, { maxLength: 4 });
const owners = keyed('uid', name, some<Json>({ kind: text, name }));
const metadata = some<Json>({ labels, annotations: labels, finalizers, ownerReferences: owners });

function whole(apiVersion: string, kind: string, spec: fc.Arbitrary<JsonObject>): fc.Arbitrary<JsonObject> {
  const fields = fc.tuple(metadata, spec).map(([meta, inner]) => ({ metadata: { ...meta, name: 'x' }, spec: inner }));
  return fields.map((one) => ({ apiVersion, kind, ...one })) as fc.Arbitrary<JsonObject>;
}

const template = some<Json>({ metadata: some<Json>({ labels }), spec: podSpec });
const servicePort = some<Json>({ name, targetPort: port, protocol: fc.constantFrom('TCP', 'UDP') });
const serviceSpec = some<Json>({
  ports: keyed('port', port, servicePort),
  selector: labels,
  externalIPs: strings,
  type: text,
});

const KINDS = [
  whole('apps/v1', 'Deployment', some<Json>({ replicas: fc.nat(3), strategy, template })),
  whole('v1', 'Pod', podSpec),
  whole('v1', 'Service', serviceSpec),
];

const MERGE_KEYS: Readonly<Record<string, string>> = {
  containers: 'name',
  initContainers: 'name',
  env: 'name',
  volumes: 'name',
  imagePullSecrets: 'name',
  ports: 'containerPort',
  ownerReferences: 'uid',
};

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

type Draw = () => number;

/** A patch that is about the fields of `target`: each one is left alone, set, removed or gone into. */
function derive(target: JsonObject, draw: Draw): JsonObject {
  const patch: JsonObject = {};
  for (const [key, value] of Object.entries(target)) {
    const chance = draw();
    if (chance < 0.15) patch[key] = null;
    else if (chance < 0.75) patch[key] = isObject(value) ? derive(value, draw) : value;
    if (Array.isArray(value) && key in patch && patch[key] !== null) deriveList(patch, key, value, draw);
  }
  if (Object.keys(patch).length > 0 && draw() < 0.05) patch.$patch = 'replace';
  if (draw() < 0.06) patch.$retainKeys = Object.keys(patch).filter((key) => !key.startsWith('$'));
  return patch;
}

function deriveList(patch: JsonObject, key: string, list: Json[], draw: Draw): void {
  const mergeKey = key === 'ports' && list.some((item) => isObject(item) && 'port' in item) ? 'port' : MERGE_KEYS[key];
  const kept = list.filter(() => draw() < 0.7);
  if (mergeKey === undefined) {
    patch[key] = kept;
    if (key === 'finalizers' && draw() < 0.3) {
      patch['$deleteFromPrimitiveList/finalizers'] = list.filter(() => draw() < 0.5);
      delete patch[key];
    }
    return;
  }
  patch[key] = kept.map((item) => {
    if (!isObject(item)) return item;
    const about = { [mergeKey]: item[mergeKey] as Json };
    return draw() < 0.2 ? { ...about, $patch: 'delete' } : { ...derive(item, draw), ...about };
  });
  if (draw() < 0.1) (patch[key] as Json[]).unshift({ $patch: 'replace' });
  else if (draw() < 0.25) patch[`$setElementOrder/${key}`] = orderOf(patch[key] as JsonObject[], mergeKey, draw);
}

/** As `kubectl apply` says it: the items of the patch and others, in the order that is wanted. */
function orderOf(items: JsonObject[], mergeKey: string, draw: Draw): Json[] {
  const here = items.filter(({ $patch }) => $patch === undefined).map((item) => item[mergeKey] as Json);
  const others = (mergeKey.toLowerCase().endsWith('port') ? [80, 81, 443] : [...NAMES]).filter(
    (one) => !here.includes(one),
  );
  const order = [...here];
  for (const one of others) if (draw() < 0.5) order.splice(Math.floor(draw() * (order.length + 1)), 0, one);
  return order.map((value) => ({ [mergeKey]: value }));
}

/** `count` objects of one kind, each with a patch made of another object of the kind; the same ones every time. */
export function randomPatches(count: number, seed: number): RandomPatch[] {
  const pair = fc
    .integer({ min: 0, max: KINDS.length - 1 })
    .chain((at) => fc.tuple(KINDS[at] as fc.Arbitrary<JsonObject>, KINDS[at] as fc.Arbitrary<JsonObject>, fc.nat()));
  return fc.sample(pair, { numRuns: count, seed }).map(([object, other, start]) => {
    let state = start + 1;
    const draw = (): number => {
      state = (state * 16_807) % 2_147_483_647;
      return state / 2_147_483_647;
    };
    const { metadata: meta, spec } = other as { metadata: JsonObject; spec: JsonObject };
    const { name: _name, ...rest } = meta;
    return { object, patch: { metadata: derive(rest, draw), spec: derive(spec, draw) } };
  });
}
