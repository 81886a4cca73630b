/** What a workload has been: a Deployment's ReplicaSets, the controller revisions of the others. */
import { typed } from '../change/modify.ts';
import type { Invocation } from '../cli/command.ts';
import { apiVersionOf, pathOf } from '../client/discovery.ts';
import { type Info, listItems } from '../client/resources.ts';
import { listReplicaSets } from '../describe/replica-sets.ts';
import { formatSelector } from '../describe/selector.ts';
import { type Json, type JsonObject, list, number, object, text } from '../json.ts';

export const REVISION = 'deployment.kubernetes.io/revision';
export const CAUSE = 'kubernetes.io/change-cause';

export interface Revision {
  readonly number: number;
  /** `kubernetes.io/change-cause`, empty without one. */
  readonly cause: string;
  readonly template: JsonObject;
  /** What `-o` prints: the ReplicaSet, or the workload as it was then. */
  readonly value: JsonObject;
  /** The ReplicaSet or controller revision itself. */
  readonly source: JsonObject;
}

export const templateOf = (value: JsonObject): JsonObject => object(value, 'spec', 'template');

const causeOf = (source: JsonObject): string => text(source, 'metadata', 'annotations', CAUSE);

function ofReplicaSet(info: Info, set: JsonObject): Revision {
  const revision = Number(text(set, 'metadata', 'annotations', REVISION) || 0);
  const value = { ...set, apiVersion: apiVersionOf(info.resource), kind: 'ReplicaSet' };
  return { number: revision, cause: causeOf(set), template: templateOf(set), value, source: set };
}

function ofControllerRevision(info: Info, workload: JsonObject, source: JsonObject): Revision {
  const { $patch: _, ...template } = object(source, 'data', 'spec', 'template');
  const then = { ...workload, spec: { ...object(workload, 'spec'), template } };
  return {
    number: number(source, 'revision') ?? 0,
    cause: causeOf(source),
    template,
    value: typed(info, then),
    source,
  };
}

function listControllerRevisions({ api, discovery }: Invocation, workload: JsonObject): JsonObject[] {
  const resource = discovery.get('controllerrevisions');
  const labelSelector = formatSelector(object(workload, 'spec', 'selector'));
  const path = pathOf(resource, text(workload, 'metadata', 'namespace'));
  const uid = text(workload, 'metadata', 'uid');
  const isOwn = (owner: Json) => text(owner, 'uid') === uid;
  return listItems(api.object(path, { labelSelector }), resource).filter((one) =>
    list(one, 'metadata', 'ownerReferences').some(isOwn),
  );
}

/** Oldest first; of a Deployment, DaemonSet or StatefulSet. */
export function listRevisions(invocation: Invocation, info: Info): Revision[] {
  const workload = info.object ?? {};
  const found =
    info.resource.kind === 'Deployment'
      ? listReplicaSets(invocation.api, workload).map((set) => ofReplicaSet(info, set))
      : listControllerRevisions(invocation, workload).map((one) => ofControllerRevision(info, workload, one));
  return found.sort((a, b) => a.number - b.number);
}
