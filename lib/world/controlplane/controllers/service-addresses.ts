/**
 * An IPAddress for each address of a Service.
 *
 * Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/registry/core/service/ipallocator/ipallocator.go,
 * pkg/registry/core/service/ipallocator/controller/repairip.go
 * Differs: made and removed right after the Service's write, not within it; the allocator itself reads the Services.
 */
import type { IPAddress } from '../../api/networking/v1/ipaddress.schema.ts';
import { canonicalIp, familyOf } from '../../net/ip.ts';
import type { Controller } from '../controller.ts';
import type { Service } from '../objects.ts';

const FAMILY = 'ipaddress.kubernetes.io/ip-family';
const MANAGED_BY = 'ipaddress.kubernetes.io/managed-by';
const ALLOCATOR = 'ipallocator.k8s.io';

function addressesOf(service: Service | undefined): readonly string[] {
  return (service?.spec.clusterIPs ?? []).flatMap((address) => canonicalIp(address) ?? []);
}

/** Keys are addresses. */
export const serviceAddresses: Controller = {
  name: 'service-addresses',
  watches: {
    Service: ({ object, previous }) => {
      const [now, before] = [addressesOf(object as Service), addressesOf(previous as Service)];
      return [...now.filter((one) => !before.includes(one)), ...before.filter((one) => !now.includes(one))];
    },
    IPAddress: ({ object, previous }) => (object ? [] : [(previous as IPAddress).metadata.name]),
  },
  reconcile(address, { client }) {
    const owner = client.list('Service').find((service) => addressesOf(service).includes(address));
    const standing = client.find('IPAddress', address);
    if (!owner) {
      if (standing?.metadata.labels?.[MANAGED_BY] === ALLOCATOR) client.delete('IPAddress', address);
      return;
    }
    if (standing) return;
    const { namespace, name } = owner.metadata;
    client.create('IPAddress', {
      kind: 'IPAddress',
      apiVersion: 'networking.k8s.io/v1',
      metadata: { name: address, labels: { [FAMILY]: familyOf(address), [MANAGED_BY]: ALLOCATOR } },
      spec: { parentRef: { resource: 'services', namespace, name } },
    });
  },
};
