import { type Json, type JsonObject, list, object, text } from '../json.ts';
import { type Describer, listObjects, nameOf, namespaceOf } from './describer.ts';
import { endpointsText } from './endpoints-text.ts';
import { writeEvents } from './events.ts';
import { labelsLine, type Writer, writeAnnotations, writeLabels } from './writer.ts';

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
