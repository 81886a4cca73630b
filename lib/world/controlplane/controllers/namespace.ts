/** Empties a namespace that is being deleted, then lets it go. Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/controller/namespace/deletion/namespaced_resources_deleter.go */
import { keyOfKind, listKinds } from '../../api/kinds.ts';
import type { ObjectMeta } from '../../api/meta/v1/meta.schema.ts';
import type { Change, Client } from '../../apiserver/client.ts';
import type { Controller, ControllerContext } from '../controller.ts';
import type { Namespace } from '../objects.ts';

const NAMESPACED = listKinds()
  .filter(({ scope }) => scope === 'Namespaced')
  .map(({ kind }) => kind);

const FINALIZER = 'kubernetes';

export const namespace: Controller = {
  name: 'namespace',
  watches: {
    ...Object.fromEntries(NAMESPACED.map((kind) => [kind, keyOfTerminating])),
    Namespace: ({ object }) => {
      const changed = object as Namespace | undefined;
      return changed?.metadata.deletionTimestamp === undefined ? [] : [changed.metadata.name];
    },
  },
  watchesCustom: keyOfTerminating,
  reconcile(name, { client }) {
    const object = client.find('Namespace', name);
    if (object?.metadata.deletionTimestamp === undefined) return;
    if (deleteContent(name, client) > 0) return;
    const finalizers = (object.spec.finalizers ?? []).filter((each) => each !== FINALIZER);
    client.update('Namespace', { ...object, spec: { ...object.spec, finalizers } });
  },
};

/** Something of a namespace that is being deleted is gone. */
function keyOfTerminating({ object, previous }: Change, { client }: ControllerContext): string[] {
  if (object || !previous) return [];
  const { namespace: name = '' } = previous.metadata as ObjectMeta;
  return client.find('Namespace', name)?.metadata.deletionTimestamp === undefined ? [] : [name];
}

/** Answers how many objects are still there. */
function deleteContent(name: string, client: Client): number {
  let left = 0;
  const custom = client.listCustom().filter(({ scope }) => scope === 'Namespaced');
  for (const kind of [...NAMESPACED, ...custom.map(keyOfKind)]) {
    for (const object of client.list(kind, name)) {
      const meta = object.metadata as ObjectMeta;
      if (meta.deletionTimestamp === undefined) {
        client.delete(kind, meta.name ?? '', name, { propagation: 'Background' });
      }
    }
    left += client.list(kind, name).length;
  }
  return left;
}
