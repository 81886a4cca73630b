/**
 * Client processes that call a URL again and again (`ghcr.io/hoplab/caller`, a shell loop around curl): each call is a real conversation
 * and leaves one line in the container's log.
 *
 * Differs: a loop calls at most once a second here.
 */
import type { Pod } from '../../api/core/v1/pod.schema.ts';
import { clusterTable } from '../../cluster.ts';
import type { Choose } from '../../dataplane/choice.ts';
import { type HttpExchange, httpExchange } from '../../http/exchange.ts';
import { dateMark } from '../../log-text.ts';
import { draw } from '../../sim/random.ts';
import { findWorkload } from '../../workloads/catalogue.ts';
import { containersOf, runningSince } from '../../workloads/containers.ts';
import { appendLog } from '../../workloads/logs.ts';
import { processOf } from '../../workloads/process.ts';
import { isoDate } from '../../workloads/timestamps.ts';
import type { Habit } from '../../workloads/workload.ts';
import type { Controller, ControllerContext } from '../controller.ts';

export const clientHabits: Controller = {
  name: 'client-habits',
  watches: {
    Pod: ({ object }) =>
      object && hasClient(object as Pod) ? [`${object.metadata.namespace}/${object.metadata.name}`] : [],
  },
  reconcile(key, context) {
    const [namespace = '', name = ''] = key.split('/');
    const pod = context.client.find('Pod', name, namespace);
    if (!pod) return;
    for (const { name: container, image } of containersOf(pod)) {
      const since = runningSince(pod, container);
      const workload = since === undefined ? undefined : findWorkload(image ?? '');
      const habit = workload?.habit?.(processOf(context.cluster, pod, container));
      if (since !== undefined && habit) step(context, pod, container, since, habit);
    }
  },
};

function hasClient(pod: Pod): boolean {
  return containersOf(pod).some(({ image }) => findWorkload(image ?? '')?.habit !== undefined);
}

interface Memory {
  /** Start of the process that this is the memory of. */
  readonly since: number;
  readonly nextMs: number;
  readonly calls: number;
  /** Of the connection that is kept; undefined: there is none. */
  readonly sourcePort: number | undefined;
}

function step(context: ControllerContext, pod: Pod, container: string, since: number, habit: Habit): void {
  const { cluster } = context;
  const table = clusterTable<Memory>(cluster, 'habits');
  const key = `${pod.metadata.uid}/${container}`;
  const known = table.get(key);
  const memory =
    known?.since === since ? known : { since, nextMs: since + habit.everyMs, calls: 0, sourcePort: undefined };
  const now = context.nowMs();
  if (memory.nextMs > now) {
    if (known !== memory) table.set(key, memory);
    context.after(memory.nextMs - now, `${pod.metadata.namespace}/${pod.metadata.name}`);
    return;
  }
  const exchange = call(context, pod, memory, habit);
  const kept = habit.connections === 'Kept' && exchange.outcome === 'Response';
  const sourcePort = kept ? exchange.trace?.steps[0]?.packet.sport : undefined;
  const { namespace, name } = pod.metadata;
  // A body that tells the time is logged as the moment, not as the day.
  const said = describe(habit.url, exchange).replaceAll(isoDate(cluster.epochMs + now), dateMark('Iso'));
  appendLog(cluster, { namespace, pod: name, container }, said);
  const waitMs = Math.max(habit.everyMs, exchange.durationMs);
  table.set(key, { since, nextMs: now + waitMs, calls: memory.calls + 1, sourcePort });
  context.after(waitMs, `${namespace}/${name}`);
}

/** Balancing draws from a stream of this client alone, so that its calls shift nobody else's. */
function call({ cluster }: ControllerContext, pod: Pod, { calls, sourcePort }: Memory, habit: Habit): HttpExchange {
  const { namespace, name } = pod.metadata;
  const choose: Choose = (purpose, candidates, turn) => {
    if (turn !== undefined) return turn;
    let left = draw(cluster.seed, 'client-habit', `${namespace}/${name} ${purpose}`, calls);
    const index = candidates.findIndex(({ probability }) => {
      left -= probability;
      return left < 0;
    });
    return index < 0 ? candidates.length - 1 : index;
  };
  const from = { cluster: cluster.name, pod: { namespace, name } };
  const connection = habit.connections === 'Kept' ? 'Kept' : 'Closed';
  const kept = sourcePort === undefined ? {} : { sourcePort };
  return httpExchange(
    { cluster },
    from,
    { method: 'GET', url: habit.url, maxTimeMs: habit.timeoutMs, connection, ...kept },
    choose,
  );
}

/** `GET http://cart/ 200 10.0.2.31:8080 cart-a saw 10.0.1.9:40112` */
function describe(url: string, { outcome, status, body, backend, address, says }: HttpExchange): string {
  const said = body.trim().split('\n')[0]?.slice(0, 120) ?? '';
  if (outcome === 'Response')
    return `GET ${url} ${status} ${backend?.address ?? address}:${backend?.port ?? ''} ${said}`.trimEnd();
  const words: Readonly<Record<Exclude<typeof outcome, 'Response'>, string>> = {
    CouldNotResolve: 'could not resolve host',
    Refused: 'connection refused',
    Timeout: 'timed out',
    Unreachable: 'no route to host',
    EmptyReply: 'empty reply from server',
    NotModelled: says,
  };
  return `GET ${url} failed: ${words[outcome]}`;
}
