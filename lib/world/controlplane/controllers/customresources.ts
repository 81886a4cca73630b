/** Empties a definition that is being deleted, then lets it go. Models: https://github.com/kubernetes/apiextensions-apiserver/blob/v0.35.0/pkg/controller/finalizer/crd_finalizer.go */
import { getKind, type KubeObject } from '../../api/kinds.ts';
import type { Client } from '../../apiserver/client.ts';
import { asDefinition, asObject, CLEANUP, DEFINITION_KEY, type Definition } from '../../apiserver/custom/definition.ts';
import { keyOfDefinition } from '../../apiserver/custom/kinds.ts';
import type { Controller } from '../controller.ts';

export const customresources: Controller = {
  name: 'crd-finalizer',
  watches: {},
  watchesCustom: ({ kind, object }) => {
    if (kind === DEFINITION_KEY)
      return object?.metadata.deletionTimestamp === undefined ? [] : [object.metadata.name ?? ''];
    if (object) return [];
    const { plural, group } = getKind(kind);
    return [`${plural}.${group}`];
  },
  reconcile(name, { client }) {
    const definition = findDefinition(client, name);
    if (definition?.metadata.deletionTimestamp === undefined) return;
    if (deleteObjects(definition, client) > 0) return;
    const standing = findDefinition(client, name);
    if (!standing?.metadata.finalizers?.includes(CLEANUP)) return;
    const finalizers = standing.metadata.finalizers.filter((each) => each !== CLEANUP);
    client.update(DEFINITION_KEY, asObject({ ...standing, metadata: { ...standing.metadata, finalizers } }));
  },
};

function findDefinition(client: Client, name: string): Definition | undefined {
  const found = client.find(DEFINITION_KEY, name);
  return found && asDefinition(found);
}

/** Answers how many objects are still there. */
function deleteObjects(definition: Definition, client: Client): number {
  const key = keyOfDefinition(definition);
  for (const { metadata } of client.list(key) as readonly KubeObject[]) {
    if (metadata.deletionTimestamp === undefined) client.delete(key, metadata.name ?? '', metadata.namespace);
  }
  return client.list(key).length;
}
