/** The running containers of a pod: their arguments, environments and open ports. */
import type { Container, Pod } from '../api/core/v1/pod.schema.ts';
import type { Cluster } from '../cluster.ts';
import { entriesOf } from '../dataplane/objects.ts';
import { nowMs } from '../sim/clock.ts';
import { findWorkload } from './catalogue.ts';
import { containersOf, runningSince } from './containers.ts';
import { environmentOf, expandVariables } from './environment.ts';
import type { Listener, Process } from './workload.ts';

/** A port on which a running container listens. */
export interface OpenPort {
  readonly container: string;
  readonly listener: Listener;
}

/** The process of a container. The container must be one of the pod's; throws when it is not. */
export function processOf(cluster: Cluster, pod: Pod, containerName: string): Process {
  const container = containersOf(pod).find(({ name }) => name === containerName);
  if (!container) throw new Error(`invariant: pod ${pod.metadata?.name} has no container ${containerName}`);
  const env = environmentOf(cluster, pod, container);
  return { cluster, pod, container, argv: argvOf(container, env), env };
}

/**
 * `command` replaces the image's entry point and drops its arguments; `args` replaces its arguments.
 * Models: https://kubernetes.io/docs/tasks/inject-data-application/define-command-argument-container/
 */
function argvOf(container: Container, env: ReadonlyMap<string, string>): readonly string[] {
  const image = findWorkload(container.image ?? '')?.image ?? { entrypoint: [], cmd: [] };
  const { command, args } = container;
  const first = command?.length ? command : image.entrypoint;
  const rest = args?.length ? args : command?.length ? [] : image.cmd;
  return [...first, ...rest].map((word) => expandVariables(word, env));
}

interface Opening extends OpenPort {
  readonly openAtMs: number;
}

interface Cached {
  /** The lists that arguments and environments depend on. */
  readonly read: readonly unknown[];
  readonly openings: readonly Opening[];
}

const cache = new WeakMap<Pod, Cached>();

/** The ports on which the pod's running containers listen now. */
export function listenersOf(cluster: Cluster, pod: Pod): readonly OpenPort[] {
  const now = nowMs(cluster.state);
  const openings = openingsOf(cluster, pod);
  return openings.every(({ openAtMs }) => openAtMs <= now)
    ? openings
    : openings.filter(({ openAtMs }) => openAtMs <= now);
}

function openingsOf(cluster: Cluster, pod: Pod): readonly Opening[] {
  const read = [entriesOf(cluster, 'ConfigMap'), entriesOf(cluster, 'Secret'), entriesOf(cluster, 'Service')];
  const known = cache.get(pod);
  if (known?.read.every((list, index) => list === read[index])) return known.openings;
  const openings = containersOf(pod).flatMap((container) => openingsOfContainer(cluster, pod, container));
  cache.set(pod, { read, openings });
  return openings;
}

function openingsOfContainer(cluster: Cluster, pod: Pod, container: Container): Opening[] {
  const since = runningSince(pod, container.name);
  const workload = findWorkload(container.image ?? '');
  if (since === undefined || !workload) return [];
  const process = processOf(cluster, pod, container.name);
  const start = workload.start(process);
  const openAtMs = since + start.readyAfterMs;
  return workload.listeners(process).map((listener) => ({ container: container.name, listener, openAtMs }));
}
