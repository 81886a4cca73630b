/** Which component of a cluster writes what: the managers that no request names. */
import type { KubeObject } from '../../api/kinds.ts';
import type { ObjectMeta } from '../../api/meta/v1/meta.schema.ts';
import { type FieldSet, setOf, union } from './field-set.ts';

const CONTROLLER_MANAGER = 'kube-controller-manager';
const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

const CREATORS: Readonly<Record<string, string>> = {
  Node: 'kubelet',
  Lease: 'kubelet',
  EndpointSlice: CONTROLLER_MANAGER,
  Endpoints: CONTROLLER_MANAGER,
  ControllerRevision: CONTROLLER_MANAGER,
  ServiceAccount: CONTROLLER_MANAGER,
};

const SYSTEM_NAMESPACES = new Set(['default', 'kube-system', 'kube-public', 'kube-node-lease']);

/** Who made an object that no request made. */
export function creatorOf(object: KubeObject): string {
  const { annotations, ownerReferences, name, namespace } = object.metadata as ObjectMeta;
  if (annotations?.[LAST_APPLIED] !== undefined) return 'kubectl-client-side-apply';
  if (object.kind === 'Event') return (object as { source?: { component?: string } }).source?.component || 'kubelet';
  if (object.kind === 'Namespace' && SYSTEM_NAMESPACES.has(name ?? '')) return 'kube-apiserver';
  if (name === 'kubernetes' && namespace === 'default') return 'kube-apiserver';
  if (ownerReferences?.some(({ controller }) => controller) || name === 'kube-root-ca.crt') return CONTROLLER_MANAGER;
  return CREATORS[object.kind] ?? 'kubectl-create';
}

export interface StatusOwner {
  readonly manager: string;
  /** Fields beyond the status that its writer sets in the same request. */
  readonly also: FieldSet;
}

const NOTHING: FieldSet = Object.freeze({});

const REVISION = 'deployment.kubernetes.io/revision';
const REVISED = setOf('metadata', 'annotations', REVISION);
const FIRST_REVISED = union(REVISED, setOf('metadata', 'annotations'));

/** The map of annotations itself belongs to whoever made it. */
function revisionOf({ annotations = {} }: ObjectMeta): FieldSet {
  return Object.keys(annotations).every((name) => name === REVISION) ? FIRST_REVISED : REVISED;
}

/** Who writes the status of objects of a kind; undefined where no controller does. */
export function statusOwnerOf(object: KubeObject): StatusOwner | undefined {
  switch (object.kind as string) {
    case 'Pod':
    case 'Node':
      return { manager: 'kubelet', also: NOTHING };
    case 'Deployment':
      return { manager: CONTROLLER_MANAGER, also: revisionOf(object.metadata) };
    case 'Namespace':
    case 'Service':
      return undefined;
    default:
      return { manager: CONTROLLER_MANAGER, also: NOTHING };
  }
}

const BOUND = '{"type":"PodScheduled"}';

/** What the API server itself filled in for a pod: its class, and what binding writes. */
const OF_PODS: FieldSet = [
  setOf('spec', 'nodeName'),
  setOf('status', 'qosClass'),
  { 'f:status': { 'f:conditions': { '.': {}, [`k:${BOUND}`]: boundCondition() } } },
].reduce(union);

function boundCondition(): FieldSet {
  const fields = ['type', 'status', 'lastProbeTime', 'lastTransitionTime', 'observedGeneration', 'reason', 'message'];
  return { '.': {}, ...Object.fromEntries(fields.map((name) => [`f:${name}`, {}])) };
}

/** Fields that stand in the object without anybody owning them. */
export function unownedOf({ kind, spec }: KubeObject & { readonly spec?: unknown }): FieldSet {
  if (kind === 'Pod')
    return (spec as { nodeName?: string } | undefined)?.nodeName ? OF_PODS : setOf('status', 'qosClass');
  return NOTHING;
}

const CLOCKED = /^(last.*Time|startTime|startedAt|finishedAt|completionTime)$/;

/** The newest moment that an object's status tells of, in world ms. */
export function latestInstant(object: KubeObject): number | undefined {
  return newestIn((object as { status?: unknown }).status);
}

function newestIn(value: unknown): number | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  let newest: number | undefined;
  for (const [key, member] of Object.entries(value)) {
    if (key === 'lastHeartbeatTime') continue;
    const found = typeof member === 'number' ? (CLOCKED.test(key) ? member : undefined) : newestIn(member);
    if (found !== undefined && (newest === undefined || found > newest)) newest = found;
  }
  return newest;
}
