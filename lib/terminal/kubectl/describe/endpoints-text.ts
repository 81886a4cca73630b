/** Ready addresses of slices with the port of one name, as describe shows them behind a Service. */
import { at, type Json, type JsonObject, list, text } from '../json.ts';

const SHOWN = 3;

const isReady = (endpoint: Json): boolean => at(endpoint, 'conditions', 'ready') !== false;

function joinAddress(address: string, port: string): string {
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}

function sliceAddresses(slice: Json, portName: string): string[] {
  const ready = list(slice, 'endpoints')
    .filter(isReady)
    .map((endpoint) => text(endpoint, 'addresses', 0));
  const ports = list(slice, 'ports');
  if (ports.length === 0) return ready;
  return ports
    .filter((port) => text(port, 'name') === portName)
    .flatMap((port) => ready.map((address) => joinAddress(address, text(port, 'port'))));
}

/** Nothing where slices have no ready address, `<none>` where there is no slice at all. */
export function endpointsText(slices: readonly JsonObject[], portName: string): string {
  if (slices.length === 0) return '<none>';
  const addresses = slices.flatMap((slice) => sliceAddresses(slice, portName));
  const shown = addresses.slice(0, SHOWN).join(',');
  return addresses.length > SHOWN ? `${shown} + ${addresses.length - SHOWN} more...` : shown;
}
