/** Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/apis/core/validation/validation.go (probes, handlers) */
import type { Container, HTTPGetAction, Lifecycle, LifecycleHandler, Probe } from '../../../api/core/v1/pod.schema.ts';
import { type FieldError, forbiddenField, invalid, notSupported, required } from './field-error.ts';
import { regexSentence } from './names.ts';
import { validateNotNegative } from './numbers.ts';
import { validatePortNumber, validatePortOrName } from './ports.ts';

const HEADER_PATTERN = /^[-A-Za-z0-9]+$/;
const HEADER_SENTENCE = regexSentence(
  "a valid HTTP header must consist of alphanumeric characters or '-'",
  '[-A-Za-z0-9]+',
  'X-Header-Name',
);

function validateHttpGet(action: HTTPGetAction, field: string): FieldError[] {
  const errors: FieldError[] = [];
  if (!action.path) errors.push(required(`${field}.path`));
  errors.push(...validatePortOrName(action.port, `${field}.port`));
  if (action.scheme !== 'HTTP' && action.scheme !== 'HTTPS') {
    errors.push(notSupported(`${field}.scheme`, action.scheme, ['HTTP', 'HTTPS']));
  }
  for (const { name } of action.httpHeaders ?? []) {
    if (!HEADER_PATTERN.test(name)) errors.push(invalid(`${field}.httpHeaders`, name, HEADER_SENTENCE));
  }
  return errors;
}

type Handler = Pick<Probe, 'exec' | 'httpGet' | 'tcpSocket' | 'grpc'> & Pick<LifecycleHandler, 'sleep'>;

function validateHandler(handler: Handler, field: string): FieldError[] {
  const errors: FieldError[] = [];
  let found = 0;
  const claim = (name: string, check: () => FieldError[]): void => {
    if (found > 0) errors.push(forbiddenField(`${field}.${name}`, 'may not specify more than 1 handler type'));
    else errors.push(...check());
    found++;
  };
  const { exec, httpGet, tcpSocket, grpc, sleep } = handler;
  if (exec) claim('exec', () => (exec.command?.length ? [] : [required(`${field}.exec.command`)]));
  if (httpGet) claim('httpGet', () => validateHttpGet(httpGet, `${field}.httpGet`));
  if (tcpSocket) claim('tcpSocket', () => validatePortOrName(tcpSocket.port, `${field}.tcpSocket.port`));
  if (grpc) claim('grpc', () => validatePortNumber(grpc.port, `${field}.grpc.port`));
  if (sleep) claim('sleep', () => []);
  if (found === 0) errors.push(required(field, 'must specify a handler type'));
  return errors;
}

function validateProbe(probe: Probe, field: string): FieldError[] {
  const errors = [
    ...validateHandler(probe, field),
    ...validateNotNegative(probe.initialDelaySeconds, `${field}.initialDelaySeconds`),
    ...validateNotNegative(probe.timeoutSeconds, `${field}.timeoutSeconds`),
    ...validateNotNegative(probe.periodSeconds, `${field}.periodSeconds`),
    ...validateNotNegative(probe.successThreshold, `${field}.successThreshold`),
    ...validateNotNegative(probe.failureThreshold, `${field}.failureThreshold`),
  ];
  if (probe.terminationGracePeriodSeconds !== undefined && probe.terminationGracePeriodSeconds <= 0) {
    const value = probe.terminationGracePeriodSeconds;
    errors.push(invalid(`${field}.terminationGracePeriodSeconds`, value, 'must be greater than 0'));
  }
  return errors;
}

/** Of a liveness or startup probe one success must be enough. */
function validateOnceProbe(probe: Probe | undefined, field: string): FieldError[] {
  if (!probe) return [];
  const errors = validateProbe(probe, field);
  if (probe.successThreshold !== 1)
    errors.push(invalid(`${field}.successThreshold`, probe.successThreshold, 'must be 1'));
  return errors;
}

function validateReadinessProbe(probe: Probe | undefined, field: string): FieldError[] {
  if (!probe) return [];
  const errors = validateProbe(probe, field);
  if (probe.terminationGracePeriodSeconds !== undefined) {
    const value = probe.terminationGracePeriodSeconds;
    errors.push(invalid(`${field}.terminationGracePeriodSeconds`, value, 'must not be set for readinessProbes'));
  }
  return errors;
}

function validateLifecycle(lifecycle: Lifecycle | undefined, field: string): FieldError[] {
  return [
    ...(lifecycle?.postStart ? validateHandler(lifecycle.postStart, `${field}.postStart`) : []),
    ...(lifecycle?.preStop ? validateHandler(lifecycle.preStop, `${field}.preStop`) : []),
  ];
}

export function validateProbes(container: Container, field: string): FieldError[] {
  return [
    ...validateLifecycle(container.lifecycle, `${field}.lifecycle`),
    ...validateOnceProbe(container.livenessProbe, `${field}.livenessProbe`),
    ...validateReadinessProbe(container.readinessProbe, `${field}.readinessProbe`),
    ...validateOnceProbe(container.startupProbe, `${field}.startupProbe`),
  ];
}

/** An init container that does not stay may have no probes. */
export function forbidProbes(container: Container, field: string): FieldError[] {
  const forbidden = 'may not be set for init containers without restartPolicy=Always';
  return (['lifecycle', 'livenessProbe', 'readinessProbe', 'startupProbe'] as const)
    .filter((name) => container[name] !== undefined)
    .map((name) => forbiddenField(`${field}.${name}`, forbidden));
}
