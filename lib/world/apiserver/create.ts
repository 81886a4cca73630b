/**
 * Creating an object, in the order of the real server.
 *
 * Models: https://github.com/kubernetes/apiserver/blob/v0.35.0/pkg/registry/generic/registry/store.go (Create)
 */
import { getKind, type KindName, type KubeObject, type ObjectOf } from '../api/kinds.ts';
import { NAME_ALPHABET, randomStream, uuid } from '../sim/random.ts';
import { admitCreate, admitValid } from './admission/chain.ts';
import { entriesOnCreate } from './apply/track.ts';
import { type AnyDraft, anyDraft, type Core, commit } from './commit.ts';
import { kindIn } from './custom/kinds.ts';
import { type Draft, draftOf } from './draft.ts';
import { invalidObject } from './registry/validation/field-error.ts';
import { validateObjectMeta } from './registry/validation/metadata.ts';
import { alreadyExists, badRequest, forbidden } from './status.ts';
import { countCreation, countGenerated, countObjects, findObject, MAX_OBJECTS } from './store.ts';
import { getStrategy } from './strategies.ts';
import type { WriteContext } from './strategy.ts';

const GENERATED_LENGTH = 5;
const MAX_PREFIX = 63 - GENERATED_LENGTH;

function generateName(core: Core, kind: KindName, prefix: string, namespace: string | undefined): string {
  const base = prefix.slice(0, MAX_PREFIX);
  for (;;) {
    const n = countGenerated(core.cluster, kind, base, namespace);
    const random = randomStream(core.cluster.seed, 'name', `${kind}/${namespace ?? ''}/${base}#${n}`);
    const name = base + random.text(GENERATED_LENGTH, NAME_ALPHABET);
    if (!findObject(core.cluster, kind, name, namespace)) return name;
  }
}

function initialise(core: Core, kind: KindName, draft: AnyDraft, context: WriteContext): void {
  const known = getKind(kind);
  const meta = draft.metadata;
  draft.kind = known.kind;
  draft.apiVersion = kindIn(core.cluster, kind).apiVersion;
  if (known.scope === 'Cluster') delete meta.namespace;
  if (!meta.name && meta.generateName) meta.name = generateName(core, kind, meta.generateName, meta.namespace);
  meta.name ??= ''; // validation says that it is missing; nobody before it needs to ask
  for (const field of [
    'uid',
    'generation',
    'deletionTimestamp',
    'deletionGracePeriodSeconds',
    'selfLink',
    'managedFields',
  ] as const) {
    delete meta[field];
  }
  meta.creationTimestamp = context.nowMs;
}

function giveUid(core: Core, kind: KindName, { metadata }: AnyDraft): void {
  const { name = '', namespace } = metadata;
  const n = countCreation(core.cluster, kind, name, namespace);
  metadata.uid = uuid(randomStream(core.cluster.seed, 'uid', `${kind}/${namespace ?? ''}/${name}#${n}`));
}

function prepare<K extends KindName>(kind: K, draft: Draft<ObjectOf<K>>, context: WriteContext): void {
  const strategy = getStrategy(kind);
  const any = anyDraft(draft as Draft<KubeObject>);
  if (strategy.statusOnCreate === 'Cleared') any.status = {};
  if (strategy.counted) any.metadata.generation = 1;
  strategy.prepareForCreate?.(draft, context);
}

function check<K extends KindName>(kind: K, draft: Draft<ObjectOf<K>>, context: WriteContext): void {
  const strategy = getStrategy(kind);
  const object = draft as unknown as ObjectOf<K>;
  const errors = [
    ...validateObjectMeta(kind, anyDraft(draft as Draft<KubeObject>).metadata, strategy.nameRule),
    ...(strategy.validate?.(object, context) ?? []),
  ];
  const { metadata } = anyDraft(draft as Draft<KubeObject>);
  if (errors.length > 0) throw invalidObject(getKind(kind).kind, getKind(kind).group, metadata.name ?? '', errors);
  context.warnings.push(...(strategy.warnings?.(object, undefined) ?? []));
}

/** Differs: one bound over all kinds, in the words of a ResourceQuota. */
function checkRoom({ cluster }: Core, kind: KindName, name: string): void {
  if (countObjects(cluster) < MAX_OBJECTS) return;
  const because = `exceeded quota: sitting, requested: count/objects=1, used: count/objects=${countObjects(cluster)}, limited: count/objects=${MAX_OBJECTS}`;
  throw forbidden(getKind(kind), name, because);
}

/** Creates the object and returns it as stored; throws StatusError. */
export function createObject<K extends KindName>(
  core: Core,
  kind: K,
  input: ObjectOf<K>,
  context: WriteContext,
): ObjectOf<K> {
  const draft = draftOf(input) as Draft<ObjectOf<K>>;
  const any = anyDraft(draft as Draft<KubeObject>);
  if (any.metadata.resourceVersion) throw badRequest('resourceVersion should not be set on objects to be created');
  initialise(core, kind, any, context);
  checkRoom(core, kind, any.metadata.name ?? '');
  const strategy = getStrategy(kind);
  strategy.setDefaults?.(draft, context);
  admitCreate(kind, draft, context);
  strategy.allocate?.(draft, undefined, context);
  prepare(kind, draft, context);
  check(kind, draft, context);
  admitValid(kind, draft as unknown as ObjectOf<K>, undefined, context);
  const { name = '', namespace } = any.metadata;
  if (findObject(core.cluster, kind, name, namespace)) throw alreadyExists(getKind(kind), name);
  giveUid(core, kind, any);
  strategy.identify?.(draft);
  const managers = entriesOnCreate(context.kind ?? kindIn(core.cluster, kind), context);
  if (managers) Object.assign(any.metadata, { managedFields: managers });
  return commit(core, kind, draft, undefined);
}

/**
 * Writes an object as it is given, status included, with what it leaves open filled in but without admission and
 * validation: how a template comes into the world.
 */
export function loadObject<K extends KindName>(
  core: Core,
  kind: K,
  input: ObjectOf<K>,
  context: WriteContext,
): ObjectOf<K> {
  const draft = draftOf(input) as Draft<ObjectOf<K>>;
  const any = anyDraft(draft as Draft<KubeObject>);
  const given = any.metadata;
  const { uid, generation, creationTimestamp } = given;
  const status = any.status;
  initialise(core, kind, any, context);
  const strategy = getStrategy(kind);
  strategy.setDefaults?.(draft, context);
  strategy.allocate?.(draft, undefined, context);
  prepare(kind, draft, context);
  const meaning = typeof status === 'object' && status !== null && Object.keys(status).length > 0;
  if (meaning) any.status = status;
  if (uid) given.uid = uid;
  else giveUid(core, kind, any);
  if (generation !== undefined) given.generation = generation;
  if (creationTimestamp !== undefined) given.creationTimestamp = creationTimestamp;
  strategy.identify?.(draft);
  return commit(core, kind, draft, findObject(core.cluster, kind, given.name ?? '', given.namespace));
}
