/** Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/registry/core/namespace/strategy.go */
import type { Strategy } from '../strategy.ts';
import { namespacePrinter } from './columns/plain.ts';
import { isDns1123Label } from './validation/names.ts';

const NAME_LABEL = 'kubernetes.io/metadata.name';

export const namespaceStrategy: Strategy<'Namespace'> = {
  kind: 'Namespace',
  nameRule: isDns1123Label,
  setDefaults({ metadata }) {
    if (metadata.name) metadata.labels = { ...metadata.labels, [NAME_LABEL]: metadata.name };
  },
  prepareForCreate(namespace) {
    const others = (namespace.spec.finalizers ?? []).filter((one) => one !== 'kubernetes');
    namespace.spec.finalizers = [...others, 'kubernetes'];
    namespace.status = { phase: 'Active' };
  },
  prepareForUpdate(namespace, old, { from }) {
    if (from === 'Request') namespace.spec = { ...old.spec, finalizers: [...(old.spec.finalizers ?? [])] };
  },
  returnsDeleted: true,
  selectableFields: { 'status.phase': ({ status }) => status.phase ?? '', name: ({ metadata }) => metadata.name },
  unknownField: (field) => `field label not supported: ${field}`,
  printer: namespacePrinter,
};
