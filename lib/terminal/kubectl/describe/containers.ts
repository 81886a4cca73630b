import { at, isObject, type Json, type JsonObject, list, number, object, sortedEntries, text } from '../json.ts';
import { longTime } from './time.ts';
import type { Writer } from './writer.ts';

/** Where the containers stand: in a pod, or in a template (one space further in). */
export interface ContainerSection {
  readonly title: string;
  readonly containers: readonly Json[];
  readonly statuses: readonly Json[];
  readonly pod: JsonObject | undefined;
}

const boolText = (value: Json | undefined): string => (value === true ? 'True' : 'False');

function writePorts(w: Writer, container: Json): void {
  const ports = list(container, 'ports').filter(isObject);
  const shown = (port: JsonObject, key: string) => {
    const name = text(port, 'name');
    return `${text(port, key) || 0}/${text(port, 'protocol')}${name === '' ? '' : ` (${name})`}`;
  };
  const inside = ports.map((port) => shown(port, 'containerPort'));
  const outside = ports.map((port) => shown(port, 'hostPort'));
  w.field(ports.length > 1 ? 'Ports' : 'Port', inside.join(', ') || '<none>', 2);
  w.field(ports.length > 1 ? 'Host Ports' : 'Host Port', outside.join(', ') || '<none>', 2);
}

function writeWords(w: Writer, title: string, words: readonly Json[]): void {
  if (words.length === 0) return;
  w.line(2, `${title}:`);
  for (const word of words) for (const line of String(word).split('\n')) w.line(3, line);
}

function writeTerminated(w: Writer, state: Json): void {
  w.optional('Reason', text(state, 'reason'), 3);
  w.optional('Message', text(state, 'message'), 3);
  w.field('Exit Code', text(state, 'exitCode') || 0, 3);
  if ((number(state, 'signal') ?? 0) > 0) w.field('Signal', text(state, 'signal'), 3);
  w.field('Started', longTime(at(state, 'startedAt')), 3);
  w.field('Finished', longTime(at(state, 'finishedAt')), 3);
}

function writeState(w: Writer, title: string, state: JsonObject): void {
  if (state.running) {
    w.field(title, 'Running', 2);
    w.field('Started', longTime(at(state, 'running', 'startedAt')), 3);
  } else if (state.terminated) {
    w.field(title, 'Terminated', 2);
    writeTerminated(w, state.terminated);
  } else {
    w.field(title, 'Waiting', 2);
    w.optional('Reason', text(state, 'waiting', 'reason'), 3);
  }
}

function writeStatus(w: Writer, status: Json): void {
  writeState(w, 'State', object(status, 'state'));
  if (at(status, 'lastState', 'terminated')) writeState(w, 'Last State', object(status, 'lastState'));
  w.field('Ready', boolText(at(status, 'ready')), 2);
  w.field('Restart Count', text(status, 'restartCount') || 0, 2);
}

/** Limits and requests, at a level. */
export function writeResources(w: Writer, resources: JsonObject, level: number): void {
  for (const [title, key] of [
    ['Limits', 'limits'],
    ['Requests', 'requests'],
  ] as const) {
    const entries = sortedEntries(object(resources, key));
    if (entries.length > 0) w.line(level, `${title}:`);
    for (const [name, value] of entries) w.field(name, String(value), level + 1);
  }
}

/** As Go's net/url writes a path. */
const escapePath = (path: string): string =>
  path.replace(/[^A-Za-z0-9\-_.~$&+,/:;=@]/gu, (char) =>
    encodeURIComponent(char).replace(/[!'()*]/g, (plain) => `%${plain.charCodeAt(0).toString(16).toUpperCase()}`),
  );

/** One probe in a line. */
export function probeText(probe: JsonObject): string {
  const seconds = (key: string) => `${text(probe, key) || 0}s`;
  const attributes = `delay=${seconds('initialDelaySeconds')} timeout=${seconds('timeoutSeconds')} period=${seconds('periodSeconds')} #success=${text(probe, 'successThreshold') || 0} #failure=${text(probe, 'failureThreshold') || 0}`;
  if (probe.exec) return `exec [${list(probe, 'exec', 'command').join(' ')}] ${attributes}`;
  if (probe.httpGet) {
    const scheme = text(probe, 'httpGet', 'scheme').toLowerCase();
    const authority = `//${text(probe, 'httpGet', 'host')}:${text(probe, 'httpGet', 'port')}`;
    return `http-get ${scheme === '' ? '' : `${scheme}:`}${authority}${escapePath(text(probe, 'httpGet', 'path'))} ${attributes}`;
  }
  if (probe.tcpSocket)
    return `tcp-socket ${text(probe, 'tcpSocket', 'host')}:${text(probe, 'tcpSocket', 'port')} ${attributes}`;
  if (probe.grpc) return `grpc <pod>:${text(probe, 'grpc', 'port')} ${text(probe, 'grpc', 'service')} ${attributes}`;
  return `unknown ${attributes}`;
}

function writeProbes(w: Writer, container: Json): void {
  for (const [title, key] of [
    ['Liveness', 'livenessProbe'],
    ['Readiness', 'readinessProbe'],
    ['Startup', 'startupProbe'],
  ] as const) {
    const probe = at(container, key);
    if (isObject(probe)) w.field(title, probeText(probe), 2);
  }
}

const optionalText = (source: Json | undefined): string => `Optional: ${at(source, 'optional') === true}`;

function writeEnvFrom(w: Writer, sources: readonly Json[]): void {
  if (sources.length === 0) return;
  w.line(2, 'Environment Variables from:');
  for (const source of sources) {
    const kind = at(source, 'configMapRef') ? 'ConfigMap' : 'Secret';
    const reference = at(source, 'configMapRef') ?? at(source, 'secretRef');
    const prefix = text(source, 'prefix');
    const from = prefix === '' ? kind : `${kind} with prefix '${prefix}'`;
    w.line(3, `${text(reference, 'name')}\t${from}\t${optionalText(reference)}`);
  }
}

/** What a `fieldRef` stands for; kubectl looks up metadata only. */
function fieldValue(pod: JsonObject | undefined, path: string): string {
  if (!pod || !path.startsWith('metadata.')) return '';
  const subscript = /^(metadata\.(?:labels|annotations))\['(.+)'\]$/.exec(path);
  if (subscript) return text(pod, ...(subscript[1] ?? '').split('.'), subscript[2] ?? '');
  return text(pod, ...path.split('.'));
}

function valueFromText(source: JsonObject, container: Json, pod: JsonObject | undefined): string | undefined {
  const { fieldRef, resourceFieldRef, secretKeyRef, configMapKeyRef } = source;
  if (fieldRef) {
    const path = text(fieldRef, 'fieldPath');
    return `${fieldValue(pod, path)} (${text(fieldRef, 'apiVersion')}:${path})`;
  }
  if (resourceFieldRef) {
    const resource = text(resourceFieldRef, 'resource');
    const value = text(container, 'resources', ...resource.split('.')) || '0';
    return `${value === '0' && resource.startsWith('limits.') ? 'node allocatable' : value} (${resource})`;
  }
  if (secretKeyRef)
    return `<set to the key '${text(secretKeyRef, 'key')}' in secret '${text(secretKeyRef, 'name')}'>\t${optionalText(secretKeyRef)}`;
  if (configMapKeyRef)
    return `<set to the key '${text(configMapKeyRef, 'key')}' of config map '${text(configMapKeyRef, 'name')}'>\t${optionalText(configMapKeyRef)}`;
  return undefined;
}

function writeEnv(w: Writer, container: Json, pod: JsonObject | undefined): void {
  const variables = list(container, 'env');
  w.line(2, variables.length === 0 ? 'Environment:\t<none>' : 'Environment:');
  for (const variable of variables) {
    const name = text(variable, 'name');
    const source = at(variable, 'valueFrom');
    if (isObject(source)) {
      const shown = valueFromText(source, container, pod);
      if (shown !== undefined) w.field(name, shown, 3);
      continue;
    }
    const [first = '', ...rest] = text(variable, 'value').split('\n');
    w.field(name, first, 3);
    for (const line of rest) w.line(3, `\t${line}`);
  }
}

function writeMounts(w: Writer, container: Json): void {
  const mounts = [...list(container, 'volumeMounts')].sort((a, b) =>
    text(a, 'mountPath') < text(b, 'mountPath') ? -1 : 1,
  );
  w.line(2, mounts.length === 0 ? 'Mounts:\t<none>' : 'Mounts:');
  for (const mount of mounts) {
    const subPath = text(mount, 'subPath');
    const flags = [
      at(mount, 'readOnly') === true ? 'ro' : 'rw',
      ...(subPath === '' ? [] : [`path=${JSON.stringify(subPath)}`]),
    ];
    w.line(3, `${text(mount, 'mountPath')} from ${text(mount, 'name')} (${flags.join(',')})`);
  }
}

function writeContainer(w: Writer, section: ContainerSection, container: Json): void {
  const status = section.statuses.find((one) => text(one, 'name') === text(container, 'name'));
  w.line(1, `${section.pod ? '' : ' '}${text(container, 'name')}:`);
  if (status) w.field('Container ID', text(status, 'containerID'), 2);
  w.field('Image', text(container, 'image'), 2);
  if (status) w.field('Image ID', text(status, 'imageID'), 2);
  writePorts(w, container);
  w.optional('SeccompProfile', text(container, 'securityContext', 'seccompProfile', 'type'), 2);
  writeWords(w, 'Command', list(container, 'command'));
  writeWords(w, 'Args', list(container, 'args'));
  if (status) writeStatus(w, status);
  writeResources(w, object(container, 'resources'), 2);
  writeProbes(w, container);
  writeEnvFrom(w, list(container, 'envFrom'));
  writeEnv(w, container, section.pod);
  writeMounts(w, container);
}

export function writeContainers(w: Writer, section: ContainerSection): void {
  const none = section.containers.length === 0 ? ' <none>' : '';
  w.line(0, `${section.pod ? '' : '  '}${section.title}:${none}`);
  for (const container of section.containers) writeContainer(w, section, container);
}
