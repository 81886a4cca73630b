/** What was applied once and is in the files no more. */
import type { Invocation } from '../cli/command.ts';
import { CommandError } from '../cli/errors.ts';
import { pathOf } from '../client/discovery.ts';
import { type Info, listItems } from '../client/resources.ts';
import { type JsonObject, text } from '../json.ts';
import { LAST_APPLIED } from './last-applied.ts';

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
export function listAllowed({ discovery, flags }: Invocation): (readonly [string, string])[] {
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

function ofKind(
  invocation: Invocation,
  [apiVersion, kind]: readonly [string, string],
  namespace: string,
  kept: ReadonlySet<string>,
): Info[] {
  const { api, discovery, flags } = invocation;
  const resource = discovery.findKind(apiVersion, kind);
  if (!resource) return [];
  const labelSelector = flags.text('selector') || undefined;
  return listItems(api.object(pathOf(resource, namespace), { labelSelector }), resource)
    .filter((object) => text(object, 'metadata', 'annotations', LAST_APPLIED) !== '')
    .filter((object) => !kept.has(text(object, 'metadata', 'uid')))
    .map((object) => ({ resource, namespace, name: text(object, 'metadata', 'name'), source: '', object }));
}

/** `applied` are the objects of the files as they stand now; each kind is asked for when its turn has come. */
export function* listPrunable(invocation: Invocation, applied: readonly JsonObject[]): Generator<Info> {
  const kept = new Set(applied.map((value) => text(value, 'metadata', 'uid')).filter((uid) => uid !== ''));
  const namespaces = new Set(applied.map((value) => text(value, 'metadata', 'namespace')).filter(Boolean));
  const allowed = listAllowed(invocation);
  const isNamespaced = ([apiVersion, kind]: readonly [string, string]) =>
    invocation.discovery.findKind(apiVersion, kind)?.namespaced === true;
  const inside = allowed.length > 0 ? allowed.filter(isNamespaced) : NAMESPACED;
  const everywhere = allowed.length > 0 ? allowed.filter((kind) => !isNamespaced(kind)) : EVERYWHERE;
  for (const namespace of namespaces) for (const kind of inside) yield* ofKind(invocation, kind, namespace, kept);
  for (const kind of everywhere) yield* ofKind(invocation, kind, '', kept);
}
