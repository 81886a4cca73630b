/** Empties a namespace that is being deleted, then lets it go. Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/controller/namespace/deletion/namespaced_resources_deleter.go */
import { getKind, type Kind, keyOfKind, listKinds } from '../../api/kinds.ts';
import type { ObjectMeta } from '../../api/meta/v1/meta.schema.ts';
import type { Change, Client } from '../../apiserver/client.ts';
import type { Controller, ControllerContext } from '../controller.ts';
import { namespaceConditions, type Remaining } from '../namespace/conditions.ts';
import type { Namespace } from '../objects.ts';
import { isSame } from '../same.ts';

const NAMESPACED = listKinds().filter(({ scope }) => scope === 'Namespaced');

const FINALIZER = 'kubernetes';

export const namespace: Controller = {
  name: 'namespace',
  watches: {
    ...Object.fromEntries(NAMESPACED.map(({ kind }) => [kind, keyOfTerminating])),
    Namespace: ({ object }) => {
      const changed = object as Namespace | undefined;
      return changed?.metadata.deletionTimestamp === undefined ? [] : [changed.metadata.name];
    },
  },
  watchesCustom: keyOfTerminating,
  reconcile(name, { client, nowMs }) {
    const object = client.find('Namespace', name);
    if (object?.metadata.deletionTimestamp === undefined) return;
    const left = deleteContent(name, client);
    const status = { ...object.status, conditions: namespaceConditions(object, left, nowMs()) };
    const said = isSame(status, object.status) ? object : client.updateStatus('Namespace', { ...object, status });
    if (left.resources.size > 0) return;
    const finalizers = (said.spec.finalizers ?? []).filter((each) => each !== FINALIZER);
    client.update('Namespace', { ...said, spec: { ...said.spec, finalizers } });
  },
};

/** Something of a namespace that is being deleted is gone. */
function keyOfTerminating({ object, previous }: Change, { client }: ControllerContext): string[] {
  if (object || !previous) return [];
  const { namespace: name = '' } = previous.metadata as ObjectMeta;
  return client.find('Namespace', name)?.metadata.deletionTimestamp === undefined ? [] : [name];
}

/** Pods go first and alone; answers what is still there. Same source: deleteAllContent (OrderedNamespaceDeletion). */
function deleteContent(name: string, client: Client): Remaining {
  const left = { resources: new Map<string, number>(), finalizers: new Map<string, number>() };
  deleteKind(getKind('Pod'), name, client, left);
  if (left.resources.size > 0) return left;
  const custom = client.listCustom().filter(({ scope }) => scope === 'Namespaced');
  for (const kind of [...NAMESPACED, ...custom]) deleteKind(kind, name, client, left);
  return left;
}

interface Left {
  readonly resources: Map<string, number>;
  readonly finalizers: Map<string, number>;
}

function deleteKind(kind: Kind, name: string, client: Client, { resources, finalizers }: Left): void {
  const key = keyOfKind(kind);
  for (const object of client.list(key, name)) {
    const meta = object.metadata as ObjectMeta;
    if (meta.deletionTimestamp === undefined) {
      client.delete(key, meta.name ?? '', name, { propagation: 'Background' });
    }
  }
  const there = client.list(key, name);
  if (there.length > 0) resources.set(`${kind.plural}.${kind.group}`, there.length);
  for (const object of there) {
    for (const one of (object.metadata as ObjectMeta).finalizers ?? []) {
      finalizers.set(one, (finalizers.get(one) ?? 0) + 1);
    }
  }
}
