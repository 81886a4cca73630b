/** Ingress, IngressClass, ServiceCIDR and IPAddress. Models: https://github.com/kubernetes/kubectl/blob/v0.35.0/pkg/describe/describe.go */
import { at, type Json, type JsonObject, list, object, text } from '../json.ts';
import { type DescribeContext, type Describer, listObjects, nameOf, namespaceOf } from './describer.ts';
import { endpointsText } from './endpoints-text.ts';
import { writeEvents } from './events.ts';
import { longTime } from './time.ts';
import { type Writer, writeAnnotations, writeLabels } from './writer.ts';

function writeHead(w: Writer, value: JsonObject): void {
  w.field('Name', nameOf(value));
  writeLabels(w, 'Labels', object(value, 'metadata', 'labels'));
  writeAnnotations(w, 'Annotations', object(value, 'metadata', 'annotations'));
}

function serviceText(namespace: string, backend: Json, { api }: DescribeContext): string {
  const name = text(backend, 'service', 'name');
  const [portName, number] = [text(backend, 'service', 'port', 'name'), text(backend, 'service', 'port', 'number')];
  const shown = `${name}:${portName === '' ? number || 0 : portName}`;
  const slices = listObjects(api, `/apis/discovery.k8s.io/v1/namespaces/${namespace}/endpointslices`, {
    labelSelector: `kubernetes.io/service-name=${name}`,
  });
  try {
    const service = api.get(`/api/v1/namespaces/${namespace}/services/${name}`);
    const ports = list(service, 'spec', 'ports');
    const same = ports.filter((port) =>
      portName === '' ? text(port, 'port') === number : text(port, 'name') === portName,
    );
    return `${shown} (${endpointsText(slices, text(same.at(-1), 'name'))})`;
  } catch (error) {
    const why = error instanceof Error ? error.message.replace(/^Error from server \([^)]*\): /, '') : '';
    return `${shown} (<error: ${why}>)`;
  }
}

function backendText(namespace: string, backend: Json | undefined, context: DescribeContext): string {
  if (at(backend, 'service')) return serviceText(namespace, backend ?? null, context);
  const resource = at(backend, 'resource');
  if (!resource) return '';
  const group = text(resource, 'apiGroup') || '<none>';
  return `APIGroup: ${group}, Kind: ${text(resource, 'kind')}, Name: ${text(resource, 'name')}`;
}

function writeRules(w: Writer, ingress: JsonObject, standard: string, context: DescribeContext): void {
  const rules = list(ingress, 'spec', 'rules').filter((rule) => at(rule, 'http'));
  w.line(0, 'Rules:');
  w.line(0, '  Host\tPath\tBackends');
  w.line(0, '  ----\t----\t--------');
  for (const rule of rules) {
    w.line(1, `${text(rule, 'host') || '*'}\t`);
    for (const path of list(rule, 'http', 'paths')) {
      w.line(2, `\t${text(path, 'path')} \t${backendText(namespaceOf(ingress), at(path, 'backend'), context)}`);
    }
  }
  if (rules.length === 0) w.line(1, `*\t*\t${standard}`);
}

export const describeIngress: Describer = (w, ingress, context) => {
  const points = list(ingress, 'status', 'loadBalancer', 'ingress').map(
    (point) => text(point, 'ip') || text(point, 'hostname'),
  );
  const backend = at(ingress, 'spec', 'defaultBackend');
  const standard = backend ? backendText(namespaceOf(ingress), backend, context) : '<default>';
  w.field('Name', nameOf(ingress));
  writeLabels(w, 'Labels', object(ingress, 'metadata', 'labels'));
  w.field('Namespace', namespaceOf(ingress));
  w.field('Address', [...new Set(points.filter(Boolean))].sort().join(','));
  w.field('Ingress Class', text(ingress, 'spec', 'ingressClassName') || '<none>');
  w.field('Default backend', standard);
  const tls = list(ingress, 'spec', 'tls');
  if (tls.length > 0) w.line(0, 'TLS:');
  for (const one of tls) {
    const hosts = list(one, 'hosts').join(',');
    const secret = text(one, 'secretName');
    w.line(1, secret === '' ? `SNI routes ${hosts}` : `${secret} terminates ${hosts}`);
  }
  writeRules(w, ingress, standard, context);
  writeAnnotations(w, 'Annotations', object(ingress, 'metadata', 'annotations'));
  writeEvents(w, ingress, context);
};

export const describeIngressClass: Describer = (w, value, context) => {
  const parameters = at(value, 'spec', 'parameters');
  writeHead(w, value);
  w.field('Controller', text(value, 'spec', 'controller'));
  if (parameters) {
    w.line(0, 'Parameters:');
    w.optional('APIGroup', text(parameters, 'apiGroup'), 1);
    w.field('Kind', text(parameters, 'kind'), 1);
    w.field('Name', text(parameters, 'name'), 1);
  }
  writeEvents(w, value, context);
};

export const describeServiceCidr: Describer = (w, value, context) => {
  const conditions = list(value, 'status', 'conditions');
  writeHead(w, value);
  w.field('CIDRs', list(value, 'spec', 'cidrs').join(', '));
  if (conditions.length > 0) {
    w.line(0, 'Status:');
    w.line(0, 'Conditions:');
    w.line(1, 'Type\tStatus\tLastTransitionTime\tReason\tMessage');
    w.line(1, '----\t------\t------------------\t------\t-------');
  }
  for (const one of conditions) {
    const cells = [text(one, 'type'), text(one, 'status'), longTime(at(one, 'lastTransitionTime'))];
    w.line(1, [...cells, text(one, 'reason'), text(one, 'message')].join('\t'));
  }
  writeEvents(w, value, context);
};

export const describeIpAddress: Describer = (w, value, context) => {
  const parent = at(value, 'spec', 'parentRef');
  writeHead(w, value);
  if (parent) {
    w.line(0, 'Parent Reference:');
    w.field('Group', text(parent, 'group'), 1);
    w.field('Resource', text(parent, 'resource'), 1);
    w.field('Namespace', text(parent, 'namespace'), 1);
    w.field('Name', text(parent, 'name'), 1);
  }
  writeEvents(w, value, context);
};
