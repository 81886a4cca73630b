/**
 * The kubelet's probes: from the node straight to the container on the pod's address, past Services and policies.
 * Models: https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/
 */
import type { Pod } from '../api/core/v1/pod.schema.ts';
import type { Cluster } from '../cluster.ts';
import { joinHostPort } from '../net/ip.ts';
import { findWorkload } from './catalogue.ts';
import { containersOf, runningSince } from './containers.ts';
import { findMountedFile } from './mounts.ts';
import { listenersOf, processOf } from './process.ts';
import { readScript } from './script.ts';
import type { Listener, Process, Workload } from './workload.ts';

/** `message` is what the kubelet writes after `Readiness probe failed: `. */
export interface ProbeResult {
  readonly outcome: 'Success' | 'Failure' | 'NotModelled';
  readonly message: string;
}

const SUCCESS: ProbeResult = { outcome: 'Success', message: '' };

function failure(message: string): ProbeResult {
  return { outcome: 'Failure', message };
}

interface Target {
  readonly listener: Listener;
  readonly process: Process;
  readonly workload: Workload;
}

/** Whoever listens on that TCP port of the pod's address; ports on 127.0.0.1 are out of the kubelet's reach. */
function findTarget(cluster: Cluster, pod: Pod, port: number, host?: string): Target | undefined {
  const open = listenersOf(cluster, pod).find(
    ({ listener }) =>
      listener.port === port && listener.protocol === 'TCP' && isReached(listener, host ?? pod.status?.podIP),
  );
  const container = open && containersOf(pod).find(({ name }) => name === open.container);
  const workload = container && findWorkload(container.image ?? '');
  if (!open || !workload) return undefined;
  return { listener: open.listener, process: processOf(cluster, pod, open.container), workload };
}

/** What listens on another address than the pod's is reached where the probe names that, for the kubelet is on the node. */
function isReached({ address }: Listener, asked: string | undefined): boolean {
  return address === '0.0.0.0' || address === asked;
}

/** Names of headers as given. `scheme: HTTPS` against a plain listener fails as Go's TLS client does. */
export function probeHttp(
  cluster: Cluster,
  pod: Pod,
  port: number,
  path: string,
  options: {
    readonly scheme?: 'HTTP' | 'HTTPS';
    readonly headers?: Readonly<Record<string, string>>;
    readonly host?: string | undefined;
  } = {},
): ProbeResult {
  const address = options.host ?? pod.status?.podIP ?? '';
  const scheme = (options.scheme ?? 'HTTP').toLowerCase();
  const absolute = path.startsWith('/') ? path : `/${path}`;
  const where = joinHostPort(address, port);
  const url = `${scheme}://${where}${absolute}`;
  const target = findTarget(cluster, pod, port, options.host);
  if (!target) return failure(`Get "${url}": dial tcp ${where}: connect: connection refused`);
  if (target.listener.speaks === 'https') return { outcome: 'NotModelled', message: 'not modelled: TLS' };
  if (scheme === 'https') return failure(`Get "${url}": http: server gave HTTP response to HTTPS client`);
  if (target.listener.speaks !== 'http') return failure(`Get "${url}": EOF`);
  const request = {
    method: 'GET',
    host: where,
    path: absolute,
    headers: { 'User-Agent': 'kube-probe/1.35', Accept: '*/*', ...options.headers },
    body: '',
  };
  const response = target.workload.http?.(target.process, request, {
    address: hostAddress(pod),
    port: 0,
    localPort: port,
  });
  if (!response) return failure(`Get "${url}": EOF`);
  const succeeded = response.status >= 200 && response.status < 400;
  return succeeded ? SUCCESS : failure(`HTTP probe failed with statuscode: ${response.status}`);
}

export function probeTcp(cluster: Cluster, pod: Pod, port: number): ProbeResult {
  const address = pod.status?.podIP ?? '';
  return findTarget(cluster, pod, port)
    ? SUCCESS
    : failure(`dial tcp ${joinHostPort(address, port)}: connect: connection refused`);
}

/** A few commands are known: shell lines of `sleep`, `true`, `exit` …, `cat FILE` of a mounted file, `pg_isready`, `redis-cli ping`. */
export function probeExec(cluster: Cluster, pod: Pod, container: string, command: readonly string[]): ProbeResult {
  if (runningSince(pod, container) === undefined) return failure('container not running');
  const line = command.join(' ');
  const service = /pg_isready/.test(line) ? 5432 : /(redis|valkey)-cli/.test(line) ? 6379 : undefined;
  if (service) {
    const listening = listenersOf(cluster, pod).some((open) => open.container === container);
    return listening ? SUCCESS : failure(`command "${line}" failed: no response`);
  }
  const file = /^(?:test -[ef]|cat) (\S+)$/.exec(line)?.[1];
  if (file) return probeFile(cluster, pod, container, file);
  const { exit, logs } = readScript(command);
  const unknown = logs.find((text) => text.startsWith('not modelled: '));
  if (unknown) return { outcome: 'NotModelled', message: unknown };
  return exit?.code !== 0 ? failure(logs.join('\n')) : SUCCESS;
}

function probeFile(cluster: Cluster, pod: Pod, container: string, path: string): ProbeResult {
  const mounted = findMountedFile(cluster, pod, container, path);
  return mounted === undefined ? failure(`cat: can't open '${path}': No such file or directory\n`) : SUCCESS;
}

function hostAddress(pod: Pod): string {
  return pod.status?.hostIP ?? '';
}
