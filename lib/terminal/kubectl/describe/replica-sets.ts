/** Which ReplicaSet is a Deployment's current one, and which are older. */
import type { Api } from '../client/api.ts';
import { equalJson, type JsonObject, list, object, text, withValue } from '../json.ts';
import { listObjects, namespaceOf } from './describer.ts';
import { formatSelector } from './selector.ts';

const HASH = 'pod-template-hash';

const bare = (template: JsonObject): JsonObject => withValue(template, ['metadata', 'labels', HASH], undefined);

/** Own ReplicaSets, oldest first. */
export function listReplicaSets(api: Api, deployment: JsonObject): JsonObject[] {
  const uid = text(deployment, 'metadata', 'uid');
  const labelSelector = formatSelector(object(deployment, 'spec', 'selector'));
  const sets = listObjects(api, `/apis/apps/v1/namespaces/${namespaceOf(deployment)}/replicasets`, { labelSelector });
  const own = sets.filter((set) =>
    list(set, 'metadata', 'ownerReferences').some((owner) => text(owner, 'uid') === uid),
  );
  const created = (set: JsonObject) => text(set, 'metadata', 'creationTimestamp');
  return own.sort((a, b) => (created(a) < created(b) ? -1 : created(a) > created(b) ? 1 : 0));
}

/** `current` has the Deployment's template. */
export function splitReplicaSets(
  api: Api,
  deployment: JsonObject,
): { older: JsonObject[]; current: JsonObject | undefined } {
  const template = bare(object(deployment, 'spec', 'template'));
  const sets = listReplicaSets(api, deployment);
  const current = sets.find((set) => equalJson(bare(object(set, 'spec', 'template')), template));
  return { older: sets.filter((set) => set !== current), current };
}
