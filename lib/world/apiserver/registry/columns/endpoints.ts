/** Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/printers/internalversion/printers.go */
import type { ObjectOf } from '../../../api/kinds.ts';
import { AGE, NAME, type Printer, text } from '../../table/column.ts';
import { age } from '../../table/duration.ts';
import { firstAndMore, NONE } from '../../table/words.ts';

const SHOWN = 3;

/** Not-ready addresses are listed too. */
export const endpointSlicePrinter: Printer<ObjectOf<'EndpointSlice'>> = {
  columns: [NAME, text('AddressType'), text('Ports'), text('Endpoints'), AGE],
  row(slice, nowMs) {
    const ports = (slice.ports ?? []).map(({ port, name }) => (port !== undefined ? String(port) : (name ?? '*')));
    const addresses = (slice.endpoints ?? []).flatMap((endpoint) => endpoint.addresses ?? []);
    return [
      slice.metadata?.name ?? '',
      slice.addressType,
      firstAndMore(ports, SHOWN) || '<unset>',
      firstAndMore(addresses, SHOWN) || '<unset>',
      age(slice.metadata?.creationTimestamp, nowMs),
    ];
  },
};

type Subset = NonNullable<ObjectOf<'Endpoints'>['subsets']>[number];

function subsetAddresses(subset: Subset): string[] {
  const addresses = (subset.addresses ?? []).map(({ ip }) => ip);
  if (!subset.ports || subset.ports.length === 0) return addresses;
  return subset.ports.flatMap(({ port }) =>
    addresses.map((ip) => (ip.includes(':') ? `[${ip}]:${port}` : `${ip}:${port}`)),
  );
}

export const endpointsPrinter: Printer<ObjectOf<'Endpoints'>> = {
  columns: [NAME, text('Endpoints'), AGE],
  row: (endpoints, nowMs) => [
    endpoints.metadata?.name ?? '',
    endpoints.subsets && endpoints.subsets.length > 0
      ? firstAndMore(endpoints.subsets.flatMap(subsetAddresses), SHOWN)
      : NONE,
    age(endpoints.metadata?.creationTimestamp, nowMs),
  ],
};
