/** `kubectl apply --prune`: what was applied once and is in the files no more, goes. */
import { LAST_APPLIED } from '../change/last-applied.ts';
import type { Invocation } from '../cli/command.ts';
import { dryRunOf } from '../cli/dry-run.ts';
import { CommandError } from '../cli/errors.ts';
import { apiVersionOf, pathOf } from '../client/discovery.ts';
import { type Info, infoPath, listItems } from '../client/resources.ts';
import { type JsonObject, text } from '../json.ts';
import { resultLine } from '../output/printer.ts';
import { deletionOf } from './apply-force.ts';

/** Models: k8s.io/kubectl/pkg/util/prune, the default list, those with a namespace first. */
const NAMESPACED: readonly (readonly [string, string])[] = [
  ['v1', 'ConfigMap'],
  ['v1', 'Endpoints'],
  ['v1', 'PersistentVolumeClaim'],
  ['v1', 'Pod'],
  ['v1', 'ReplicationController'],
  ['v1', 'Secret'],
  ['v1', 'Service'],
  ['batch/v1', 'Job'],
  ['batch/v1', 'CronJob'],
  ['networking.k8s.io/v1', 'Ingress'],
  ['apps/v1', 'DaemonSet'],
  ['apps/v1', 'Deployment'],
  ['apps/v1', 'ReplicaSet'],
  ['apps/v1', 'StatefulSet'],
];
const EVERYWHERE: readonly (readonly [string, string])[] = [
  ['v1', 'Namespace'],
  ['v1', 'PersistentVolume'],
];

/** `--prune-allowlist`, group, version and kind; `core` is the group without a name. */
function listAllowed({ discovery, flags }: Invocation): (readonly [string, string])[] {
  return flags.list('prune-allowlist').map((given) => {
    const [group = '', version = '', kind, extra] = given.split('/');
    if (kind === undefined || extra !== undefined)
      throw new CommandError(`invalid GroupVersionKind format: ${given}, please follow <group/version/kind>`);
    const apiVersion = group === 'core' || group === '' ? version : `${group}/${version}`;
    if (!discovery.findKind(apiVersion, kind))
      throw new CommandError(`no matches for kind ${JSON.stringify(kind)} in version ${JSON.stringify(apiVersion)}`);
    return [apiVersion, kind];
  });
}

export function checkPrune(invocation: Invocation): void {
  const { flags } = invocation;
  if (!flags.bool('prune')) return;
  listAllowed(invocation);
  if (flags.bool('all') && flags.text('selector') !== '')
    throw new CommandError('cannot set --all and --selector at the same time');
  if (!flags.bool('all') && flags.text('selector') === '')
    throw new CommandError(
      'all resources selected for prune without explicitly passing --all. To prune all resources, pass the --all flag. If you did not mean to prune all resources, specify a label selector',
    );
}

function pruneKind(
  invocation: Invocation,
  [apiVersion, kind]: readonly [string, string],
  namespace: string,
  kept: ReadonlySet<string>,
): void {
  const { api, discovery, flags, io } = invocation;
  const resource = discovery.findKind(apiVersion, kind);
  if (!resource) return;
  const labelSelector = flags.text('selector') || undefined;
  const answer = api.object(pathOf(resource, namespace), { labelSelector });
  for (const object of listItems(answer, resource)) {
    if (text(object, 'metadata', 'annotations', LAST_APPLIED) === '') continue;
    if (kept.has(text(object, 'metadata', 'uid'))) continue;
    const info: Info = { resource, namespace, name: text(object, 'metadata', 'name'), source: '', object };
    if (dryRunOf(flags) !== 'client') api.delete(infoPath(info), deletionOf(invocation));
    io.out(resultLine({ apiVersion: apiVersionOf(resource), kind, ...object }, 'pruned', dryRunOf(flags)));
  }
}

/** `applied` are the objects of the files as they stand now. */
export function prune(invocation: Invocation, applied: readonly JsonObject[]): void {
  const kept = new Set(applied.map((value) => text(value, 'metadata', 'uid')).filter((uid) => uid !== ''));
  const namespaces = new Set(applied.map((value) => text(value, 'metadata', 'namespace')).filter(Boolean));
  const allowed = listAllowed(invocation);
  const isNamespaced = ([apiVersion, kind]: readonly [string, string]) =>
    invocation.discovery.findKind(apiVersion, kind)?.namespaced === true;
  const inside = allowed.length > 0 ? allowed.filter(isNamespaced) : NAMESPACED;
  const everywhere = allowed.length > 0 ? allowed.filter((kind) => !isNamespaced(kind)) : EVERYWHERE;
  for (const namespace of namespaces) for (const kind of inside) pruneKind(invocation, kind, namespace, kept);
  for (const kind of everywhere) pruneKind(invocation, kind, '', kept);
}
