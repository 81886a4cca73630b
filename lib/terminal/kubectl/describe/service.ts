import { at, type Json, type JsonObject, list, object, text } from '../json.ts';
import { type Describer, listObjects, nameOf, namespaceOf } from './describer.ts';
import { writeEvents } from './events.ts';
import { labelsLine, type Writer, writeAnnotations, writeLabels } from './writer.ts';

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
function endpointsText(slices: readonly JsonObject[], portName: string): string {
  if (slices.length === 0) return '<none>';
  const addresses = slices.flatMap((slice) => sliceAddresses(slice, portName));
  const shown = addresses.slice(0, SHOWN).join(',');
  return addresses.length > SHOWN ? `${shown} + ${addresses.length - SHOWN} more...` : shown;
}

function ingressText(points: readonly Json[]): string {
  return points
    .map((point) => {
      const mode = text(point, 'ipMode');
      return text(point, 'ip') === '' ? text(point, 'hostname') : text(point, 'ip') + (mode === '' ? '' : ` (${mode})`);
    })
    .join(', ');
}

function writePort(w: Writer, port: Json, slices: readonly JsonObject[]): void {
  const name = text(port, 'name') || '<unset>';
  const protocol = text(port, 'protocol');
  w.field('Port', `${name}\t${text(port, 'port')}/${protocol}`);
  w.field('TargetPort', `${text(port, 'targetPort') || 0}/${protocol}`);
  if (text(port, 'nodePort') !== '') w.field('NodePort', `${name}\t${text(port, 'nodePort')}/${protocol}`);
  w.field('Endpoints', endpointsText(slices, text(port, 'name')));
}

function writeAddresses(w: Writer, service: JsonObject): void {
  const spec = object(service, 'spec');
  const joined = (key: string) => list(spec, key).join(',');
  w.optional('IP Family Policy', text(spec, 'ipFamilyPolicy'));
  w.field('IP Families', joined('ipFamilies') || '<none>');
  w.field('IP', text(spec, 'clusterIP'));
  w.field('IPs', joined('clusterIPs') || '<none>');
  w.optional('External IPs', joined('externalIPs'));
  w.optional('Desired LoadBalancer IP', text(spec, 'loadBalancerIP'));
  w.optional('External Name', text(spec, 'externalName'));
  w.optional('LoadBalancer Ingress', ingressText(list(service, 'status', 'loadBalancer', 'ingress')));
}

export const describeService: Describer = (w, service, context) => {
  const spec = object(service, 'spec');
  const slices = listObjects(
    context.api,
    `/apis/discovery.k8s.io/v1/namespaces/${namespaceOf(service)}/endpointslices`,
    {
      labelSelector: `kubernetes.io/service-name=${nameOf(service)}`,
    },
  );
  w.field('Name', nameOf(service));
  w.field('Namespace', namespaceOf(service));
  writeLabels(w, 'Labels', object(service, 'metadata', 'labels'));
  writeAnnotations(w, 'Annotations', object(service, 'metadata', 'annotations'));
  w.field('Selector', labelsLine(object(spec, 'selector')));
  w.field('Type', text(spec, 'type'));
  writeAddresses(w, service);
  for (const port of list(spec, 'ports')) writePort(w, port, slices);
  w.field('Session Affinity', text(spec, 'sessionAffinity'));
  w.optional('External Traffic Policy', text(spec, 'externalTrafficPolicy'));
  w.optional('Internal Traffic Policy', text(spec, 'internalTrafficPolicy'));
  w.optional('HealthCheck NodePort', text(spec, 'healthCheckNodePort'));
  w.optional('LoadBalancer Source Ranges', list(spec, 'loadBalancerSourceRanges').join(','));
  w.optional('Traffic Distribution', text(spec, 'trafficDistribution'));
  writeEvents(w, service, context);
};
