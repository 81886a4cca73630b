/** Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/plugin/pkg/admission/limitranger/admission.go */
import type { LimitRangeItem } from '../../api/core/v1/limitrange.schema.ts';
import type { Container } from '../../api/core/v1/pod.schema.ts';
import { getKind, type KindName, type ObjectOf } from '../../api/kinds.ts';
import { compareQuantities } from '../../api/quantity.ts';
import type { Draft } from '../draft.ts';
import { podTotal } from '../quota/usage.ts';
import { forbidden } from '../status.ts';
import { listObjects } from '../store.ts';
import type { WriteContext } from '../strategy.ts';

type Pod = ObjectOf<'Pod'>;
type LimitRange = ObjectOf<'LimitRange'>;
type Amounts = Readonly<Record<string, string>>;

const ANNOTATION = 'kubernetes.io/limit-ranger';

/** Fills in what a container leaves open; answers what was set, in the words of the annotation. */
function fill(container: Draft<Container>, role: string, item: LimitRangeItem): string[] {
  const said: string[] = [];
  for (const [part, defaults, word] of [
    ['requests', item.defaultRequest, 'request'],
    ['limits', item.default, 'limit'],
  ] as const) {
    const standing = container.resources?.[part] ?? {};
    const missing = Object.keys(defaults ?? {}).filter((name) => !(name in standing));
    if (missing.length === 0) continue;
    container.resources = { ...container.resources, [part]: { ...defaults, ...standing } };
    said.push(`${missing.sort().join(', ')} ${word} for ${role} ${container.name}`);
  }
  return said;
}

function setDefaults(pod: Draft<Pod>, { spec }: LimitRange): void {
  const item = spec.limits?.find(({ type }) => type === 'Container');
  if (!item) return;
  const said = [
    ...pod.spec.containers.flatMap((container) => fill(container, 'container', item)),
    ...(pod.spec.initContainers ?? []).flatMap((container) => fill(container, 'init container', item)),
  ];
  if (said.length === 0) return;
  pod.metadata.annotations = {
    ...pod.metadata.annotations,
    [ANNOTATION]: `LimitRanger plugin set: ${said.join('; ')}`,
  };
}

function checkMin(type: string, name: string, min: string, request?: string, limit?: string): string[] {
  const says = `minimum ${name} usage per ${type} is ${min}`;
  if (request === undefined) return [`${says}.  No request is specified`];
  if (compareQuantities(request, min) < 0) return [`${says}, but request is ${request}`];
  return limit !== undefined && compareQuantities(limit, min) < 0 ? [`${says}, but limit is ${limit}`] : [];
}

function checkMax(type: string, name: string, max: string, request?: string, limit?: string): string[] {
  const says = `maximum ${name} usage per ${type} is ${max}`;
  if (limit === undefined) return [`${says}.  No limit is specified`];
  if (compareQuantities(limit, max) > 0) return [`${says}, but limit is ${limit}`];
  return request !== undefined && compareQuantities(request, max) > 0 ? [`${says}, but request is ${request}`] : [];
}

function check(item: LimitRangeItem, requests: Amounts, limits: Amounts): string[] {
  const { type, min = {}, max = {} } = item;
  return [
    ...Object.entries(min).flatMap(([name, bound]) => checkMin(type, name, bound, requests[name], limits[name])),
    ...Object.entries(max).flatMap(([name, bound]) => checkMax(type, name, bound, requests[name], limits[name])),
  ];
}

function checkPod({ spec }: Pod, { spec: { limits = [] } }: LimitRange): string[] {
  return limits.flatMap((item) => {
    if (item.type === 'Pod') return check(item, podTotal(spec, 'requests'), podTotal(spec, 'limits'));
    if (item.type !== 'Container') return [];
    return [...spec.containers, ...(spec.initContainers ?? [])].flatMap(({ resources }) =>
      check(item, resources?.requests ?? {}, resources?.limits ?? {}),
    );
  });
}

function checkClaim({ spec }: ObjectOf<'PersistentVolumeClaim'>, { spec: { limits = [] } }: LimitRange): string[] {
  const storage = spec.resources?.requests?.storage;
  return limits.flatMap(({ type, min, max }) => {
    if (type !== 'PersistentVolumeClaim') return [];
    const least = min?.storage === undefined ? [] : checkMin(type, 'storage', min.storage, storage);
    const tooMuch = max?.storage !== undefined && storage !== undefined && compareQuantities(storage, max.storage) > 0;
    const most = tooMuch ? [`maximum storage usage per ${type} is ${max?.storage}, but request is ${storage}`] : [];
    return [...least, ...most];
  });
}

/** Fills in a pod's requests and limits from the ranges of its namespace. */
export function setLimits(pod: Draft<Pod>, { cluster }: WriteContext): void {
  for (const range of listObjects(cluster, 'LimitRange', pod.metadata.namespace)) setDefaults(pod, range);
}

/** Refuses what lies outside a range of the namespace. */
export function checkLimits<K extends KindName>(kind: K, object: ObjectOf<K>, { cluster }: WriteContext): void {
  if (kind !== 'Pod' && kind !== 'PersistentVolumeClaim') return;
  const { name = '', namespace } = object.metadata;
  for (const range of listObjects(cluster, 'LimitRange', namespace)) {
    const problems =
      kind === 'Pod'
        ? checkPod(object as unknown as Pod, range)
        : checkClaim(object as unknown as ObjectOf<'PersistentVolumeClaim'>, range);
    if (problems.length === 0) continue;
    throw forbidden(getKind(kind), name, problems.length === 1 ? (problems[0] as string) : `[${problems.join(', ')}]`);
  }
}
