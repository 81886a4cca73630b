/** Which pods of a node a drain takes away, and which stand in its way. Models: kubectl pkg/drain/filters.go */
import type { Invocation } from '../cli/command.ts';
import { isNotFound } from '../cli/errors.ts';
import { pathOf } from '../client/discovery.ts';
import { matchesLabels } from '../client/labels.ts';
import { listItems } from '../client/resources.ts';
import { parseTime } from '../describe/time.ts';
import { at, type JsonObject, list, object, text } from '../json.ts';

export interface Plan {
  readonly evict: readonly JsonObject[];
  /** Why the node cannot be drained, one sentence a reason. */
  readonly refusals: readonly string[];
  readonly warnings: readonly string[];
}

/** `Goes` and `Stays` may come with a warning. */
interface Verdict {
  readonly fate: 'Goes' | 'Stays' | 'Refused';
  readonly reason: string;
}

type Filter = (invocation: Invocation, pod: JsonObject) => Verdict;

const GOES: Verdict = { fate: 'Goes', reason: '' };
const STAYS: Verdict = { fate: 'Stays', reason: '' };
const refused = (reason: string): Verdict => ({ fate: 'Refused', reason });

const nameOf = (pod: JsonObject): string => `${text(pod, 'metadata', 'namespace')}/${text(pod, 'metadata', 'name')}`;

function controllerOf(pod: JsonObject): JsonObject | undefined {
  const found = list(pod, 'metadata', 'ownerReferences').find((owner) => at(owner, 'controller') === true);
  return found === undefined ? undefined : object(found);
}

const isFinished = (pod: JsonObject): boolean => ['Succeeded', 'Failed'].includes(text(pod, 'status', 'phase'));

/** True for a pod that was to be gone more than `--skip-wait-for-delete-timeout` ago. */
export function isSkipped({ flags, io }: Invocation, pod: JsonObject): boolean {
  const limit = flags.int('skip-wait-for-delete-timeout');
  const deleted = parseTime(at(pod, 'metadata', 'deletionTimestamp'));
  if (limit <= 0 || deleted === undefined) return false;
  const now = io.clock.epochMs + io.clock.nowMs();
  return Math.trunc((now - deleted) / 1000) > limit;
}

const skipDeleted: Filter = (invocation, pod) => (isSkipped(invocation, pod) ? STAYS : GOES);

const daemon: Filter = ({ api, discovery, flags }, pod) => {
  const controller = controllerOf(pod);
  if (text(controller, 'kind') !== 'DaemonSet' || isFinished(pod)) return GOES;
  try {
    api.object(pathOf(discovery.get('daemonsets'), text(pod, 'metadata', 'namespace'), text(controller, 'name')));
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return isNotFound(error) && flags.bool('force') ? { fate: 'Goes', reason: error.message } : refused(error.message);
  }
  return flags.bool('ignore-daemonsets')
    ? { fate: 'Stays', reason: 'ignoring DaemonSet-managed Pods' }
    : refused('DaemonSet-managed Pods (use --ignore-daemonsets to ignore)');
};

const mirror: Filter = (_, pod) =>
  text(pod, 'metadata', 'annotations', 'kubernetes.io/config.mirror') === '' ? GOES : STAYS;

const localStorage: Filter = ({ flags }, pod) => {
  const local = list(pod, 'spec', 'volumes').some((volume) => at(volume, 'emptyDir') !== undefined);
  if (!local || isFinished(pod)) return GOES;
  return flags.bool('delete-emptydir-data')
    ? { fate: 'Goes', reason: 'deleting Pods with local storage' }
    : refused('Pods with local storage (use --delete-emptydir-data to override)');
};

const unreplicated: Filter = ({ flags }, pod) => {
  if (isFinished(pod) || controllerOf(pod)) return GOES;
  return flags.bool('force')
    ? { fate: 'Goes', reason: 'deleting Pods that declare no controller' }
    : refused('cannot delete Pods that declare no controller (use --force to override)');
};

const FILTERS: readonly Filter[] = [skipDeleted, daemon, mirror, localStorage, unreplicated];

/** The verdict of the last filter that was asked: one that keeps a pod ends the asking. */
function verdictOn(invocation: Invocation, pod: JsonObject): Verdict {
  let verdict = GOES;
  for (const filter of FILTERS) {
    verdict = filter(invocation, pod);
    if (verdict.fate !== 'Goes') return verdict;
  }
  return verdict;
}

function podsOn({ api, discovery, flags }: Invocation, node: string): JsonObject[] {
  const resource = discovery.get('pods');
  const answer = api.object(pathOf(resource, ''), {
    fieldSelector: `spec.nodeName=${node}`,
    limit: flags.text('chunk-size'),
  });
  return listItems(answer, resource).filter((pod) => matchesLabels(pod, flags.text('pod-selector')));
}

/** Every pod of the node under what is said of it, in the order in which it is said first. */
function sentences(judged: readonly (readonly [JsonObject, Verdict])[], fates: readonly Verdict['fate'][]): string[] {
  const pods = new Map<string, string[]>();
  for (const [pod, { fate, reason }] of judged) {
    if (reason === '' || !fates.includes(fate)) continue;
    pods.set(reason, [...(pods.get(reason) ?? []), nameOf(pod)]);
  }
  return [...pods].map(([reason, names]) => `${reason}: ${names.join(', ')}`);
}

/** What a drain of the node would do as things stand. */
export function planDrain(invocation: Invocation, node: string): Plan {
  const judged = podsOn(invocation, node).map((pod) => [pod, verdictOn(invocation, pod)] as const);
  return {
    evict: judged.filter(([, { fate }]) => fate === 'Goes').map(([pod]) => pod),
    refusals: sentences(judged, ['Refused']).map((sentence) => `cannot delete ${sentence}`),
    warnings: sentences(judged, ['Goes', 'Stays']),
  };
}
