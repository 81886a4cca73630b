import { at, type Json, list, object, text } from '../json.ts';
import { type Describer, nameOf, namespaceOf } from './describer.ts';
import { writeEvents } from './events.ts';
import { type Writer, writeAnnotations, writeLabels } from './writer.ts';

function writeSubset(w: Writer, subset: Json): void {
  const addresses = (key: string) =>
    list(subset, key)
      .map((one) => text(one, 'ip'))
      .join(',') || '<none>';
  w.field('Addresses', addresses('addresses'), 1);
  w.field('NotReadyAddresses', addresses('notReadyAddresses'), 1);
  const ports = list(subset, 'ports');
  if (ports.length > 0) {
    w.line(1, 'Ports:');
    w.line(2, 'Name\tPort\tProtocol');
    w.line(2, '----\t----\t--------');
    for (const port of ports)
      w.line(2, `${text(port, 'name') || '<unset>'}\t${text(port, 'port')}\t${text(port, 'protocol')}`);
  }
  w.line(0, '');
}

export const describeEndpoints: Describer = (w, endpoints, context) => {
  w.field('Name', nameOf(endpoints));
  w.field('Namespace', namespaceOf(endpoints));
  writeLabels(w, 'Labels', object(endpoints, 'metadata', 'labels'));
  writeAnnotations(w, 'Annotations', object(endpoints, 'metadata', 'annotations'));
  w.line(0, 'Subsets:');
  for (const subset of list(endpoints, 'subsets')) writeSubset(w, subset);
  writeEvents(w, endpoints, context);
};

function writeEndpoint(w: Writer, endpoint: Json): void {
  const ready = at(endpoint, 'conditions', 'ready');
  const reference = at(endpoint, 'targetRef');
  w.line(1, `- Addresses:\t${list(endpoint, 'addresses').join(', ') || '<none>'}`);
  w.line(2, 'Conditions:');
  w.field('Ready', ready === undefined ? '<unset>' : String(ready), 3);
  w.field('Hostname', text(endpoint, 'hostname') || '<unset>', 2);
  if (reference) w.field('TargetRef', `${text(reference, 'kind')}/${text(reference, 'name')}`, 2);
  w.field('NodeName', text(endpoint, 'nodeName') || '<unset>', 2);
  w.field('Zone', text(endpoint, 'zone') || '<unset>', 2);
}

export const describeEndpointSlice: Describer = (w, slice, context) => {
  const [ports, endpoints] = [list(slice, 'ports'), list(slice, 'endpoints')];
  w.field('Name', nameOf(slice));
  w.field('Namespace', namespaceOf(slice));
  writeLabels(w, 'Labels', object(slice, 'metadata', 'labels'));
  writeAnnotations(w, 'Annotations', object(slice, 'metadata', 'annotations'));
  w.field('AddressType', text(slice, 'addressType'));
  w.line(0, ports.length === 0 ? 'Ports: <unset>' : 'Ports:');
  if (ports.length > 0) {
    w.line(1, 'Name\tPort\tProtocol');
    w.line(1, '----\t----\t--------');
  }
  for (const port of ports)
    w.line(1, `${text(port, 'name') || '<unset>'}\t${text(port, 'port') || '<unset>'}\t${text(port, 'protocol')}`);
  w.line(0, endpoints.length === 0 ? 'Endpoints: <none>' : 'Endpoints:');
  for (const endpoint of endpoints) writeEndpoint(w, endpoint);
  writeEvents(w, slice, context);
};
