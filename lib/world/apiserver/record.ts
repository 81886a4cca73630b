/**
 * Events: the same thing said again raises the count of the first.
 *
 * Models: https://github.com/kubernetes/client-go/blob/v0.35.0/tools/record/events_cache.go
 * Differs: nothing is dropped for coming too often, and similar messages are not combined.
 */
import { getKind, type KindName, type ObjectOf } from '../api/kinds.ts';
import type { ObjectMeta } from '../api/meta/v1/meta.schema.ts';
import { clusterTable } from '../cluster.ts';
import { randomStream } from '../sim/random.ts';
import type { EventInput } from './client.ts';
import { type Core, commit, remove } from './commit.ts';
import { createObject } from './create.ts';
import { type Draft, draftOf } from './draft.ts';
import { countObjects, findObject, listObjects, MAX_OBJECTS } from './store.ts';
import type { WriteContext } from './strategy.ts';

type Event = ObjectOf<'Event'>;

/** World time 0 in names of events: they must not tell the day. */
const NAME_EPOCH_NS = 1_767_225_600_000_000_000n;
const HALF = 2 ** 32;
const [EPOCH_HIGH, EPOCH_LOW] = [Number(NAME_EPOCH_NS >> 32n), Number(NAME_EPOCH_NS & 0xffffffffn)];

/** `NAME_EPOCH_NS + ns` in hexadecimal. */
function hexNanoseconds(ns: number): string {
  const high = Math.floor(ns / HALF);
  const low = EPOCH_LOW + (ns - high * HALF);
  const carry = low >= HALF ? 1 : 0;
  return (EPOCH_HIGH + high + carry).toString(16) + (low - carry * HALF).toString(16).padStart(8, '0');
}

/**
 * Names carry the nanosecond, so events of one object lie in the order in which they came.
 * Models: https://github.com/kubernetes/client-go/blob/v0.35.0/tools/record/event.go (makeEvent: name.UnixNano in hexadecimal)
 */
function nextSuffix({ cluster }: Core, identity: string, nowMs: number): string {
  const counters = clusterTable<number>(cluster, 'counters');
  const gapNs = 1 + randomStream(cluster.seed, 'event', `${identity}|${nowMs}`).int(9_000);
  const ns = Math.max(nowMs * 1e6, counters.get('eventNs') ?? Number.MIN_SAFE_INTEGER) + gapNs;
  counters.set('eventNs', ns);
  return hexNanoseconds(ns);
}

function identityOf({ regarding, type, reason, message, source }: EventInput, uid: string | undefined): string {
  const { kind, namespace = '', name, fieldPath = '' } = regarding;
  return [kind, namespace, name, uid, fieldPath, source.component, source.host, type, reason, message].join('|');
}

function findSubject({ cluster }: Core, { kind, name, namespace }: EventInput['regarding']): ObjectMeta | undefined {
  const scoped = getKind(kind).scope === 'Namespaced' ? namespace : undefined;
  return findObject(cluster, kind, name, scoped)?.metadata;
}

function newEvent(input: EventInput, subject: ObjectMeta | undefined, suffix: string, nowMs: number): Event {
  const { regarding, type, reason, message, source } = input;
  const namespace = regarding.namespace ?? 'default';
  return {
    kind: 'Event',
    apiVersion: 'v1',
    metadata: { name: `${regarding.name}.${suffix}`, namespace },
    involvedObject: {
      kind: regarding.kind,
      ...(regarding.namespace ? { namespace: regarding.namespace } : {}),
      name: regarding.name,
      ...(subject?.uid ? { uid: subject.uid } : {}),
      apiVersion: getKind(regarding.kind as KindName).apiVersion,
      ...(subject?.resourceVersion ? { resourceVersion: subject.resourceVersion } : {}),
      ...(regarding.fieldPath ? { fieldPath: regarding.fieldPath } : {}),
    },
    reason,
    message,
    source: { ...source },
    firstTimestamp: nowMs,
    lastTimestamp: nowMs,
    count: 1,
    type,
    reportingComponent: source.component,
    reportingInstance: source.host ?? '',
  };
}

const KEPT_MS = 3_600_000;
const PRUNE_EVERY_MS = 60_000;

/** Events are kept for an hour. Models: kube-apiserver --event-ttl, https://kubernetes.io/docs/reference/command-line-tools-reference/kube-apiserver/ */
function prune(core: Core, nowMs: number): void {
  const counters = clusterTable<number>(core.cluster, 'counters');
  if (nowMs - (counters.get('eventsPrunedAt') ?? 0) < PRUNE_EVERY_MS) return;
  counters.set('eventsPrunedAt', nowMs);
  const old = listObjects(core.cluster, 'Event').filter(
    ({ lastTimestamp }) => nowMs - (lastTimestamp ?? nowMs) > KEPT_MS,
  );
  if (old.length === 0) return;
  const gone = new Set(old.map(({ metadata }) => metadata.name));
  const index = clusterTable<string>(core.cluster, 'events');
  for (const [identity, name] of index.entries()) if (gone.has(name)) index.delete(identity);
  for (const event of old) remove(core, 'Event', event);
}

/** Records an event, or counts it when its like stands already; none in a namespace that is gone or a full cluster. */
export function recordEvent(core: Core, input: EventInput, context: WriteContext): void {
  const namespace = input.regarding.namespace ?? 'default';
  const found = findObject(core.cluster, 'Namespace', namespace);
  if (!found || found.metadata.deletionTimestamp !== undefined) return;
  prune(core, context.nowMs);
  const subject = findSubject(core, input.regarding);
  const identity = identityOf(input, subject?.uid);
  const index = clusterTable<string>(core.cluster, 'events');
  const known = index.get(identity);
  const standing = known === undefined ? undefined : findObject(core.cluster, 'Event', known, namespace);
  if (standing) {
    const next = draftOf(standing) as Draft<Event>;
    next.count = (standing.count ?? 1) + 1;
    next.lastTimestamp = context.nowMs;
    commit(core, 'Event', next, standing);
    return;
  }
  if (countObjects(core.cluster) >= MAX_OBJECTS) return;
  const suffix = nextSuffix(core, identity, context.nowMs);
  const event = createObject(core, 'Event', newEvent(input, subject, suffix, context.nowMs), context);
  index.set(identity, event.metadata.name);
}
