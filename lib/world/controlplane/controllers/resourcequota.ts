/** Keeps the books of a quota. Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/controller/resourcequota/resource_quota_controller.go */
import type { ResourceQuota } from '../../api/core/v1/resourcequota.schema.ts';
import { listKinds } from '../../api/kinds.ts';
import type { Change } from '../../apiserver/client.ts';
import { usageOf } from '../../apiserver/quota/usage.ts';
import type { Controller, ControllerContext } from '../controller.ts';
import { keyOf, splitKey } from '../objects.ts';
import { isSame } from '../same.ts';

/** Anything that a quota may count; events come and go too often to be counted here. */
const COUNTED = listKinds()
  .filter(({ scope, kind }) => scope === 'Namespaced' && kind !== 'Event' && kind !== 'ResourceQuota')
  .map(({ kind }) => kind);

export const resourcequota: Controller = {
  name: 'resourcequota',
  watches: {
    ...Object.fromEntries(COUNTED.map((kind) => [kind, keysOf])),
    ResourceQuota: ({ object }) => (object ? [keyOf(object as ResourceQuota)] : []),
  },
  reconcile(key, { client, cluster }) {
    const { namespace, name } = splitKey(key);
    const quota = client.find('ResourceQuota', name, namespace);
    if (!quota || quota.metadata.deletionTimestamp !== undefined) return;
    const hard = quota.spec.hard ?? {};
    const status = { hard, used: usageOf(cluster, quota) };
    if (!isSame(status, quota.status)) client.updateStatus('ResourceQuota', { ...quota, status });
  },
};

/** The quotas of a namespace in which something was made, changed or removed. */
function keysOf({ object, previous }: Change, { client }: ControllerContext): string[] {
  const namespace = (object ?? previous)?.metadata.namespace;
  return namespace === undefined ? [] : client.list('ResourceQuota', namespace).map(keyOf);
}
