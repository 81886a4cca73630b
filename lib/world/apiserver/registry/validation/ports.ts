/** Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/apis/core/validation/validation.go (ports) */
import type { ContainerPort } from '../../../api/core/v1/pod.schema.ts';
import type { IntOrString } from '../../../api/scalars.ts';
import { duplicate, type FieldError, invalid, notSupported, required } from './field-error.ts';
import { isPortName, isPortNumber } from './names.ts';

export const PROTOCOLS = ['SCTP', 'TCP', 'UDP'] as const;

export function validateProtocol(protocol: string | undefined, field: string): FieldError[] {
  if (!protocol) return [required(field)];
  return (PROTOCOLS as readonly string[]).includes(protocol) ? [] : [notSupported(field, protocol, PROTOCOLS)];
}

export function validatePortNumber(port: number, field: string): FieldError[] {
  return isPortNumber(port).map((text) => invalid(field, port, text));
}

/** A number, or the name of a container's port. */
export function validatePortOrName(port: IntOrString | undefined, field: string): FieldError[] {
  if (typeof port === 'string') return isPortName(port).map((text) => invalid(field, port, text));
  return validatePortNumber(port ?? 0, field);
}

export function validateContainerPorts(ports: readonly ContainerPort[] | undefined, field: string): FieldError[] {
  const names = new Set<string>();
  return (ports ?? []).flatMap((port, index) => validateContainerPort(port, `${field}[${index}]`, names));
}

function validateContainerPort(port: ContainerPort, at: string, names: Set<string>): FieldError[] {
  const errors: FieldError[] = [];
  if (port.name) {
    const problems = isPortName(port.name);
    errors.push(...problems.map((text) => invalid(`${at}.name`, port.name, text)));
    if (problems.length === 0 && names.has(port.name)) errors.push(duplicate(`${at}.name`, port.name));
    names.add(port.name);
  }
  if (!port.containerPort) errors.push(required(`${at}.containerPort`));
  else errors.push(...validatePortNumber(port.containerPort, `${at}.containerPort`));
  if (port.hostPort) errors.push(...validatePortNumber(port.hostPort, `${at}.hostPort`));
  return [...errors, ...validateProtocol(port.protocol, `${at}.protocol`)];
}
