/** Gives each namespace its `default` service account. Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/controller/serviceaccount/serviceaccounts_controller.go */
import type { Controller } from '../controller.ts';
import { namespaceKeys } from '../named-object.ts';
import type { Namespace } from '../objects.ts';

export const serviceaccount: Controller = {
  name: 'serviceaccount',
  watches: {
    Namespace: ({ object }) => (object ? [(object as Namespace).metadata.name] : []),
    ServiceAccount: ({ object, previous }) => namespaceKeys('default', object ?? previous),
  },
  reconcile(namespace, { client }) {
    if (client.find('Namespace', namespace)?.status.phase !== 'Active') return;
    if (client.find('ServiceAccount', 'default', namespace)) return;
    client.create('ServiceAccount', {
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: { name: 'default', namespace },
    });
  },
};
