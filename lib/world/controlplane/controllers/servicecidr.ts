/** Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/controller/servicecidrs/servicecidrs_controller.go */
import type { ServiceCIDR } from '../../api/networking/v1/servicecidr.schema.ts';
import type { Controller } from '../controller.ts';

const FINALIZER = 'networking.k8s.io/service-cidr-finalizer';

/** A range is ready at once; one that is being deleted goes, for no address is ever taken from it here. */
export const servicecidr: Controller = {
  name: 'servicecidr',
  watches: { ServiceCIDR: ({ object }) => (object ? [(object as ServiceCIDR).metadata.name] : []) },
  reconcile(name, { client, nowMs }) {
    const found = client.find('ServiceCIDR', name);
    if (!found) return;
    const { finalizers = [], deletionTimestamp } = found.metadata;
    if (deletionTimestamp !== undefined) {
      const others = finalizers.filter((one) => one !== FINALIZER);
      if (name !== 'kubernetes' && others.length < finalizers.length) {
        client.update('ServiceCIDR', { ...found, metadata: { ...found.metadata, finalizers: others } });
      }
      return;
    }
    const kept = finalizers.includes(FINALIZER)
      ? found
      : client.update('ServiceCIDR', {
          ...found,
          metadata: { ...found.metadata, finalizers: [...finalizers, FINALIZER] },
        });
    if (kept.status.conditions?.some(({ type }) => type === 'Ready')) return;
    const ready = {
      type: 'Ready',
      status: 'True',
      lastTransitionTime: nowMs(),
      reason: '',
      message: 'Kubernetes Service CIDR is ready',
    };
    client.updateStatus('ServiceCIDR', { ...kept, status: { conditions: [ready] } });
  },
};
