/** The running containers of a pod: their arguments, environments and open ports. */
import type { Container, Pod } from '../api/core/v1/pod.schema.ts';
import type { Cluster } from '../cluster.ts';
import { entriesOf } from '../dataplane/objects.ts';
import { listRunningCorefiles } from '../dns/running-corefile.ts';
import { nowMs } from '../sim/clock.ts';
import { findWorkload } from './catalogue.ts';
import { containersOf, runningSince } from './containers.ts';
import { environmentOf, expandVariables } from './environment.ts';
import { stoppingOf, stoppingSinceMs } from './stopping.ts';
import type { Listener, Process } from './workload.ts';

/** A port on which a running container listens. */
export interface OpenPort {
  readonly container: string;
  readonly listener: Listener;
}

/** What of a process does not change while the pod and the objects it reads stay as they are. */
interface Prepared {
  readonly container: Container;
  readonly argv: readonly string[];
  readonly env: ReadonlyMap<string, string>;
}

interface Opening extends OpenPort {
  readonly openAtMs: number;
  /** How long after its pod began to stop. */
  readonly closesMs: number;
}

/** The same object as long as nothing in it has changed. */
type List = (cluster: Cluster) => unknown;

interface Cached {
  /** What arguments and environments depend on, as it was. */
  readonly read: readonly { readonly list: List; readonly found: unknown }[];
  readonly prepared: Map<string, Prepared>;
  openings: readonly Opening[] | undefined;
}

const cache = new WeakMap<Pod, Cached>();

function cachedOf(cluster: Cluster, pod: Pod): Cached {
  const known = cache.get(pod);
  if (known?.read.every(({ list, found }) => list(cluster) === found)) return known;
  const lists = known?.read.map(({ list }) => list) ?? listsRead(pod);
  const read = lists.map((list) => ({ list, found: list(cluster) }));
  const fresh: Cached = { read, prepared: new Map(), openings: undefined };
  cache.set(pod, fresh);
  return fresh;
}

const listServices: List = (cluster) => entriesOf(cluster, 'Service');
const listConfigMaps: List = (cluster) => entriesOf(cluster, 'ConfigMap');
const listSecrets: List = (cluster) => entriesOf(cluster, 'Secret');

/** Every pod gets the variables of Services; most read no ConfigMap and no Secret, and need not be looked at when one is written. */
function listsRead(pod: Pod): readonly List[] {
  const { spec } = pod;
  const lists = [listServices, listRunningCorefiles];
  for (const { image } of spec.containers) {
    const workload = findWorkload(image ?? '');
    if (workload?.reads) lists.push((cluster) => workload.reads?.(cluster, pod));
  }
  // Files come from volumes of ConfigMaps alone (`findMountedFile`): the certificate that every pod has projected is not one.
  if (spec.volumes?.some(({ configMap }) => configMap) || readsVariables(spec, 'configMap')) lists.push(listConfigMaps);
  if (readsVariables(spec, 'secret')) lists.push(listSecrets);
  return lists;
}

function readsVariables(
  { initContainers = [], containers, ephemeralContainers = [] }: Pod['spec'],
  from: 'configMap' | 'secret',
): boolean {
  return [...initContainers, ...containers, ...ephemeralContainers].some(
    ({ env, envFrom }) =>
      envFrom?.some((source) => source[`${from}Ref`]) || env?.some(({ valueFrom }) => valueFrom?.[`${from}KeyRef`]),
  );
}

/** The process of a container. The container must be one of the pod's; throws when it is not. */
export function processOf(cluster: Cluster, pod: Pod, containerName: string): Process {
  const { prepared } = cachedOf(cluster, pod);
  const known = prepared.get(containerName) ?? prepare(cluster, pod, containerName);
  prepared.set(containerName, known);
  return { cluster, pod, ...known };
}

function prepare(cluster: Cluster, pod: Pod, containerName: string): Prepared {
  const container = containersOf(pod).find(({ name }) => name === containerName);
  if (!container) throw new Error(`invariant: pod ${pod.metadata.name} has no container ${containerName}`);
  const env = environmentOf(cluster, pod, container);
  return { container, argv: argvOf(container, env), env };
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

/** The ports on which the pod's running containers listen now. */
export function listenersOf(cluster: Cluster, pod: Pod): readonly OpenPort[] {
  const now = nowMs(cluster.state);
  const cached = cachedOf(cluster, pod);
  cached.openings ??= containersOf(pod).flatMap((container) => openingsOf(cluster, pod, container));
  const { openings } = cached;
  const stoppingMs = pod.metadata.deletionTimestamp === undefined ? undefined : stoppingSinceMs(cluster, pod);
  const isOpen = ({ openAtMs, closesMs }: Opening) =>
    openAtMs <= now && (stoppingMs === undefined || now < stoppingMs + closesMs);
  return openings.every(isOpen) ? openings : openings.filter(isOpen);
}

function openingsOf(cluster: Cluster, pod: Pod, container: Container): Opening[] {
  const since = runningSince(pod, container.name);
  const workload = findWorkload(container.image ?? '');
  if (since === undefined || !workload) return [];
  const process = processOf(cluster, pod, container.name);
  const openAtMs = since + workload.start(process).readyAfterMs;
  const { closesMs } = stoppingOf(process, workload);
  return workload.listeners(process).map((listener) => ({ container: container.name, listener, openAtMs, closesMs }));
}
