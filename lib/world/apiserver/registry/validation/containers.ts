/** Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/apis/core/validation/validation.go (validateContainers) */
import type { Container, EphemeralContainer, PodSpec } from '../../../api/core/v1/pod.schema.ts';
import { validateEnv, validateEnvFrom } from './environment.ts';
import {
  duplicate,
  type FieldError,
  fieldNotFound,
  forbiddenField,
  invalid,
  notSupported,
  required,
} from './field-error.ts';
import { isDns1123Label } from './names.ts';
import { validateContainerPorts } from './ports.ts';
import { forbidProbes, validateProbes } from './probes.ts';
import { validateResources } from './resources.ts';
import { validateMounts } from './volumes.ts';

const PULL_POLICIES = ['Always', 'IfNotPresent', 'Never'];
const MESSAGE_POLICIES = ['File', 'FallbackToLogsOnError'];

function validateChoice(value: string | undefined, field: string, supported: readonly string[]): FieldError[] {
  if (!value) return [required(field)];
  return supported.includes(value) ? [] : [notSupported(field, value, supported)];
}

function validateCommon(container: Container, volumes: ReadonlySet<string>, at: string): FieldError[] {
  const { name, image } = container;
  return [
    ...(name ? isDns1123Label(name).map((text) => invalid(`${at}.name`, name, text)) : [required(`${at}.name`)]),
    ...(image ? [] : [required(`${at}.image`)]),
    ...validateChoice(container.terminationMessagePolicy, `${at}.terminationMessagePolicy`, MESSAGE_POLICIES),
    ...validateContainerPorts(container.ports, `${at}.ports`),
    ...validateEnv(container.env, `${at}.env`),
    ...validateEnvFrom(container.envFrom, `${at}.envFrom`),
    ...validateMounts(container, volumes, `${at}.volumeMounts`),
    ...validateChoice(container.imagePullPolicy, `${at}.imagePullPolicy`, PULL_POLICIES),
    ...validateResources(container.resources, `${at}.resources`),
  ];
}

/** Two containers of a pod cannot have one port of the host. */
function validateHostPorts(containers: readonly Container[], field: string): FieldError[] {
  const taken = new Set<string>();
  return containers.flatMap(({ ports }, at) =>
    (ports ?? []).flatMap(({ hostPort, protocol, hostIP }, index) => {
      if (!hostPort) return [];
      const key = `${protocol}/${hostIP ?? ''}/${hostPort}`;
      if (taken.has(key)) return [duplicate(`${field}[${at}].ports[${index}].hostPort`, key)];
      taken.add(key);
      return [];
    }),
  );
}

function validateRegular(spec: PodSpec, volumes: ReadonlySet<string>, field: string): FieldError[] {
  const containers = spec.containers ?? [];
  if (containers.length === 0) return [required(field)];
  const names = new Set<string>();
  const errors = containers.flatMap((container, index) => {
    const at = `${field}[${index}]`;
    const found = validateCommon(container, volumes, at);
    if (names.has(container.name)) found.push(duplicate(`${at}.name`, container.name));
    names.add(container.name);
    return [...found, ...validateProbes(container, at)];
  });
  return [...errors, ...validateHostPorts(containers, field)];
}

function validateInit(spec: PodSpec, volumes: ReadonlySet<string>, field: string): FieldError[] {
  const names = new Set((spec.containers ?? []).map(({ name }) => name));
  return (spec.initContainers ?? []).flatMap((container, index) => {
    const at = `${field}[${index}]`;
    const found = validateCommon(container, volumes, at);
    if (names.has(container.name)) found.push(duplicate(`${at}.name`, container.name));
    names.add(container.name);
    const stays = container.restartPolicy === 'Always';
    return [...found, ...(stays ? validateProbes(container, at) : forbidProbes(container, at))];
  });
}

/** What a container that only debugs may not have, in the order of the struct. */
const NOT_EPHEMERAL = [
  'ports',
  'resources',
  'resizePolicy',
  'restartPolicy',
  'restartPolicyRules',
  'livenessProbe',
  'readinessProbe',
  'startupProbe',
  'lifecycle',
] as const satisfies readonly (keyof EphemeralContainer)[];
const NO_EPHEMERAL = 'cannot be set for an Ephemeral Container';

function isSet(value: unknown): boolean {
  return typeof value === 'object' && value !== null ? Object.keys(value).length > 0 : Boolean(value);
}

function validateEphemeral(spec: PodSpec, volumes: ReadonlySet<string>, field: string): FieldError[] {
  const others = new Set([...(spec.containers ?? []), ...(spec.initContainers ?? [])].map(({ name }) => name));
  const names = new Set(others);
  return (spec.ephemeralContainers ?? []).flatMap((container, index) => {
    const at = `${field}[${index}]`;
    const { name, targetContainerName, volumeMounts = [] } = container;
    const found = validateCommon(container, volumes, at);
    if (names.has(name)) found.push(duplicate(`${at}.name`, name));
    names.add(name);
    if (targetContainerName && !others.has(targetContainerName)) {
      found.push(fieldNotFound(`${at}.targetContainerName`, targetContainerName));
    }
    for (const one of NOT_EPHEMERAL)
      if (isSet(container[one])) found.push(forbiddenField(`${at}.${one}`, NO_EPHEMERAL));
    for (const [position, mount] of volumeMounts.entries()) {
      for (const path of ['subPath', 'subPathExpr'] as const) {
        if (mount[path]) found.push(forbiddenField(`${at}.volumeMounts[${position}].${path}`, NO_EPHEMERAL));
      }
    }
    return found;
  });
}

export function validateContainers(spec: PodSpec, field: string): FieldError[] {
  const volumes = new Set((spec.volumes ?? []).map(({ name }) => name));
  return [
    ...validateRegular(spec, volumes, `${field}.containers`),
    ...validateInit(spec, volumes, `${field}.initContainers`),
    ...validateEphemeral(spec, volumes, `${field}.ephemeralContainers`),
  ];
}
