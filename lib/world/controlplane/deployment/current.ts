/** The replica set of a deployment's present template, found or made. Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/controller/deployment/sync.go (getNewReplicaSet) */
import type { ControllerContext } from '../controller.ts';
import {
  controllerReference,
  type Deployment,
  namespaceOf,
  type PodTemplateSpec,
  type ReplicaSet,
} from '../objects.ts';
import { findCondition, withCondition } from '../pod-state.ts';
import { canonicalText, templateHash } from '../pod-template.ts';
import { isSame } from '../same.ts';
import { currentAnnotations, REVISION, revisionOf, TEMPLATE_HASH } from './annotations.ts';
import { limitsOf, newReplicas } from './rollout.ts';
import { said } from './status.ts';

/** The oldest replica set whose template is the deployment's. */
export function findCurrent(deployment: Deployment, sets: readonly ReplicaSet[]): ReplicaSet | undefined {
  const wanted = canonicalText(deployment.spec.template);
  const same = sets.filter((set) => set.spec.template && textWithoutHash(set.spec.template) === wanted);
  return same.toSorted((a, b) => (a.metadata.creationTimestamp ?? 0) - (b.metadata.creationTimestamp ?? 0))[0];
}

const texts = new WeakMap<PodTemplateSpec, string>();

function textWithoutHash(template: PodTemplateSpec): string {
  const known = texts.get(template);
  if (known !== undefined) return known;
  const { [TEMPLATE_HASH]: _, ...labels } = template.metadata?.labels ?? {};
  const text = canonicalText({ ...template, metadata: { ...template.metadata, labels } });
  texts.set(template, text);
  return text;
}

/**
 * The deployment and its current replica set with the right revision on both. `Find` leaves it at that, `Create` makes
 * a replica set where none has the template.
 */
export function syncCurrent(
  deployment: Deployment,
  sets: readonly ReplicaSet[],
  context: ControllerContext,
  mode: 'Find' | 'Create',
): readonly [Deployment, ReplicaSet | undefined] {
  const current = findCurrent(deployment, sets);
  const revision = Math.max(0, ...sets.filter((set) => set !== current).map(revisionOf)) + 1;
  const max = (deployment.spec.replicas ?? 1) + limitsOf(deployment).surge;
  if (current) {
    const annotations = currentAnnotations(deployment, current, revision, max);
    const stored = writeAnnotations(current, annotations, context);
    return [noteRevision(deployment, stored, 'FoundNewReplicaSet', context), stored];
  }
  if (mode === 'Find') return [deployment, undefined];
  const born = create(deployment, sets, currentAnnotations(deployment, undefined, revision, max), context);
  return [noteRevision(deployment, born, 'NewReplicaSetCreated', context), born];
}

function writeAnnotations(
  set: ReplicaSet,
  annotations: Readonly<Record<string, string>>,
  { client }: ControllerContext,
): ReplicaSet {
  if (isSame(annotations, set.metadata.annotations)) return set;
  return client.update('ReplicaSet', { ...set, metadata: { ...set.metadata, annotations } });
}

function create(
  deployment: Deployment,
  sets: readonly ReplicaSet[],
  annotations: Readonly<Record<string, string>>,
  { client }: ControllerContext,
): ReplicaSet {
  const { template, selector, minReadySeconds } = deployment.spec;
  const hash = templateHash(template, deployment.status.collisionCount ?? 0);
  const name = `${deployment.metadata.name}-${hash}`;
  const labels = { ...template.metadata?.labels, [TEMPLATE_HASH]: hash };
  const set: ReplicaSet = {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: {
      name,
      namespace: namespaceOf(deployment),
      labels,
      annotations,
      ownerReferences: [controllerReference(deployment, 'apps/v1', 'Deployment')],
    },
    spec: {
      replicas: 0,
      selector: { ...selector, matchLabels: { ...selector?.matchLabels, [TEMPLATE_HASH]: hash } },
      ...(minReadySeconds === undefined ? {} : { minReadySeconds }),
      template: { ...template, metadata: { ...template.metadata, labels } },
    },
    status: { replicas: 0 },
  };
  const replicas = newReplicas(deployment, [...sets, set], set);
  const stored = client.create('ReplicaSet', { ...set, spec: { ...set.spec, replicas } });
  if (replicas > 0) {
    client.record({
      regarding: { kind: 'Deployment', namespace: namespaceOf(deployment), name: deployment.metadata.name },
      type: 'Normal',
      reason: 'ScalingReplicaSet',
      message: `Scaled up replica set ${name} from 0 to ${replicas}`,
      source: { component: 'deployment-controller' },
    });
  }
  return stored;
}

/**
 * Revision annotation and, for a replica set that is new to the deployment, the Progressing condition. Both are written
 * with the status, which is why the revision does not raise the generation.
 */
function noteRevision(
  deployment: Deployment,
  set: ReplicaSet,
  reason: 'FoundNewReplicaSet' | 'NewReplicaSetCreated',
  { nowMs }: ControllerContext,
): Deployment {
  const revision = set.metadata.annotations?.[REVISION] ?? '1';
  const isNew = deployment.metadata.annotations?.[REVISION] !== revision;
  if (!isNew && findCondition(deployment.status.conditions, 'Progressing')) return deployment;
  const annotations = { ...deployment.metadata.annotations, [REVISION]: revision };
  const words = reason === 'FoundNewReplicaSet' ? 'Found' : 'Created';
  const verdict = said('True', reason, `${words} new replica set "${set.metadata.name}"`);
  const condition = { type: 'Progressing', lastUpdateTime: nowMs(), ...verdict };
  const conditions = withCondition(deployment.status.conditions, condition, nowMs());
  return {
    ...deployment,
    metadata: { ...deployment.metadata, annotations },
    status: { ...deployment.status, conditions },
  };
}
