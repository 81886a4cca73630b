import type { ObjectOf } from '../../../api/kinds.ts';
import { AGE, NAME, type Printer, text, wide } from '../../table/column.ts';
import { age } from '../../table/duration.ts';
import { formatLabels, NONE } from '../../table/words.ts';

type Service = ObjectOf<'Service'>;

function loadBalancerAddresses(service: Service): string[] {
  const ingress = service.status?.loadBalancer?.ingress ?? [];
  return [...new Set(ingress.map(({ ip, hostname }) => ip || hostname || '').filter(Boolean))].sort();
}

function externalAddress(service: Service): string {
  const own = service.spec?.externalIPs ?? [];
  switch (service.spec?.type) {
    case 'ExternalName':
      return service.spec.externalName ?? '';
    case 'LoadBalancer':
      return [...loadBalancerAddresses(service), ...own].join(',') || '<pending>';
    default:
      return own.join(',') || NONE;
  }
}

function ports(service: Service): string {
  const all = (service.spec?.ports ?? []).map(({ port, nodePort, protocol }) =>
    nodePort ? `${port}:${nodePort}/${protocol}` : `${port}/${protocol}`,
  );
  return all.join(',') || NONE;
}

/** Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/printers/internalversion/printers.go (printService) */
export const servicePrinter: Printer<Service> = {
  columns: [NAME, text('Type'), text('Cluster-IP'), text('External-IP'), text('Port(s)'), AGE, wide('Selector')],
  row: (service, nowMs) => [
    service.metadata?.name ?? '',
    service.spec?.type ?? '',
    service.spec?.clusterIPs?.[0] ?? NONE,
    externalAddress(service),
    ports(service),
    age(service.metadata?.creationTimestamp, nowMs),
    formatLabels(service.spec?.selector),
  ],
};
