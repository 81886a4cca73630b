/** Models: kubectl pkg/drain: which pods stand in the way, eviction, waiting until they are gone. */

import { typed } from '../change/modify.ts';
import { mark, selectNodes } from '../change/schedule.ts';
import type { Command, Invocation } from '../cli/command.ts';
import { dryRunOf } from '../cli/dry-run.ts';
import { CommandError, Exit, isNotFound } from '../cli/errors.ts';
import { waitUntil } from '../cli/wait-loop.ts';
import { pathOf } from '../client/discovery.ts';
import { matchesLabels } from '../client/labels.ts';
import { type Info, listItems } from '../client/resources.ts';
import { at, type JsonObject, list, object, text } from '../json.ts';
import { resultLine } from '../output/printer.ts';

interface Plan {
  readonly evict: readonly JsonObject[];
  /** Why the node cannot be drained, one sentence a reason. */
  readonly refusals: readonly string[];
  readonly warnings: readonly string[];
}

const nameOf = (pod: JsonObject): string => `${text(pod, 'metadata', 'namespace')}/${text(pod, 'metadata', 'name')}`;

const controllerKind = (pod: JsonObject): string =>
  text(
    list(pod, 'metadata', 'ownerReferences').find((owner) => at(owner, 'controller') === true),
    'kind',
  );

const isFinished = (pod: JsonObject): boolean => ['Succeeded', 'Failed'].includes(text(pod, 'status', 'phase'));
const isMirror = (pod: JsonObject): boolean =>
  text(pod, 'metadata', 'annotations', 'kubernetes.io/config.mirror') !== '';
const hasLocalData = (pod: JsonObject): boolean =>
  list(pod, 'spec', 'volumes').some((volume) => at(volume, 'emptyDir') !== undefined);

function said(sentence: string, pods: readonly JsonObject[]): string[] {
  return pods.length === 0 ? [] : [`${sentence}: ${pods.map(nameOf).join(', ')}`];
}

/** Models: drain.makeFilters, in their order. */
function plan({ flags }: Invocation, pods: readonly JsonObject[]): Plan {
  const daemons = pods.filter((pod) => controllerKind(pod) === 'DaemonSet' && !isFinished(pod));
  const rest = pods.filter((pod) => !daemons.includes(pod) && !isMirror(pod));
  const local = rest.filter((pod) => hasLocalData(pod) && !isFinished(pod));
  const orphans = rest.filter((pod) => controllerKind(pod) === '' && !isFinished(pod));
  const [ignore, wipe, force] = [
    flags.bool('ignore-daemonsets'),
    flags.bool('delete-emptydir-data'),
    flags.bool('force'),
  ];
  return {
    evict: rest,
    refusals: [
      ...(ignore ? [] : said('cannot delete DaemonSet-managed Pods (use --ignore-daemonsets to ignore)', daemons)),
      ...(wipe ? [] : said('cannot delete Pods with local storage (use --delete-emptydir-data to override)', local)),
      ...(force
        ? []
        : said('cannot delete cannot delete Pods that declare no controller (use --force to override)', orphans)),
    ],
    warnings: [
      ...(ignore ? said('ignoring DaemonSet-managed Pods', daemons) : []),
      ...(force ? said('deleting Pods that declare no controller', orphans) : []),
    ],
  };
}

function podsOn({ api, discovery, flags }: Invocation, node: string): JsonObject[] {
  const resource = discovery.get('pods');
  const answer = api.object(pathOf(resource, ''), {
    fieldSelector: `spec.nodeName=${node}`,
    limit: flags.text('chunk-size'),
  });
  return listItems(answer, resource).filter((pod) => matchesLabels(pod, flags.text('pod-selector')));
}

const podPath = ({ discovery }: Invocation, pod: JsonObject, subresource?: string): string =>
  pathOf(discovery.get('pods'), text(pod, 'metadata', 'namespace'), text(pod, 'metadata', 'name'), subresource);

/** Evicts where the server can, else deletes. */
function remove(invocation: Invocation, pod: JsonObject): void {
  const { api, discovery, flags } = invocation;
  const grace = flags.int('grace-period');
  const deleteOptions = grace >= 0 ? { gracePeriodSeconds: grace } : {};
  const evicts = discovery.get('pods').subresources.includes('eviction') && !flags.bool('disable-eviction');
  try {
    if (!evicts) api.delete(podPath(invocation, pod), { apiVersion: 'v1', kind: 'DeleteOptions', ...deleteOptions });
    else {
      const { name, namespace } = object(pod, 'metadata');
      api.post(podPath(invocation, pod, 'eviction'), {
        apiVersion: 'policy/v1',
        kind: 'Eviction',
        metadata: { name, namespace },
        deleteOptions,
      });
    }
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
}

function isGone(invocation: Invocation, pod: JsonObject): boolean {
  try {
    const live = invocation.api.object(podPath(invocation, pod));
    return text(live, 'metadata', 'uid') !== text(pod, 'metadata', 'uid');
  } catch (error) {
    if (isNotFound(error)) return true;
    throw error;
  }
}

async function removeAll(invocation: Invocation, pods: readonly JsonObject[]): Promise<void> {
  const { flags, io } = invocation;
  const dryRun = dryRunOf(flags);
  const suffix = { none: '', client: ' (dry run)', server: ' (server dry run)' }[dryRun];
  const verb = flags.bool('disable-eviction') ? 'deleting' : 'evicting';
  for (const pod of pods) io.out(`${verb} pod ${nameOf(pod)}${suffix}\n`);
  if (dryRun !== 'none') return;
  for (const pod of pods) remove(invocation, pod);
  const limit = flags.duration('timeout');
  for (const pod of pods) {
    const waited = await waitUntil(io, limit > 0 ? limit : undefined, () => isGone(invocation, pod));
    if (waited === 'Interrupted') throw new Exit(1);
    if (waited === 'TimedOut')
      throw new CommandError(
        `error when waiting for pod ${JSON.stringify(text(pod, 'metadata', 'name'))} in namespace ${JSON.stringify(text(pod, 'metadata', 'namespace'))} to terminate: global timeout reached: ${flags.text('timeout')}`,
      );
    io.out(`pod/${text(pod, 'metadata', 'name')} ${verb === 'evicting' ? 'evicted' : 'deleted'}\n`);
  }
}

async function drainNode(invocation: Invocation, info: Info): Promise<void> {
  const { io } = invocation;
  const { evict, refusals, warnings } = plan(invocation, podsOn(invocation, info.name));
  if (refusals.length > 0) {
    const reason = refusals.length === 1 ? refusals[0] : `[${refusals.join(', ')}]`;
    io.err(`error: unable to drain node ${JSON.stringify(info.name)} due to error: ${reason}, continuing command...\n`);
    io.err(`There are pending nodes to be drained:\n ${info.name}\n`);
    throw new Exit(1, refusals.map((refusal) => `${refusal}\n`).join(''));
  }
  if (warnings.length > 0) io.err(`Warning: ${warnings.join('; ')}\n`);
  await removeAll(invocation, evict);
  io.out(resultLine(typed(info, info.object ?? {}), 'drained', dryRunOf(invocation.flags)));
}

async function run(invocation: Invocation): Promise<number> {
  const { infos, errors } = selectNodes(invocation, 'drain');
  const [failure] = errors;
  if (failure) throw failure;
  for (const info of infos) mark(invocation, info, 'cordoned');
  for (const info of infos) await drainNode(invocation, info);
  return 0;
}

export const drainCommand: Command = {
  name: 'drain',
  completes: 'Nodes',
  run,
};
