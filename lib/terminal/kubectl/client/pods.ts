/** From `POD`, `TYPE/NAME` to the pod that logs and exec are about. */
import type { Session } from '../cli/command.ts';
import { CommandError } from '../cli/errors.ts';
import { formatSelector } from '../describe/selector.ts';
import { type JsonObject, list, object, text } from '../json.ts';
import { apiVersionOf, pathOf } from './discovery.ts';
import { infoPath, listItems, pairInfos } from './resources.ts';

const podResource = ({ discovery }: Session) => discovery.get('pods');

/** How ready a pod is to be talked to: running and ready ones first. */
function rank(pod: JsonObject): number {
  const phase = text(pod, 'status', 'phase');
  const ready = list(pod, 'status', 'conditions').some(
    (one) => text(one, 'type') === 'Ready' && text(one, 'status') === 'True',
  );
  const placed = text(pod, 'spec', 'nodeName') === '' ? 4 : 0;
  return placed + (phase === 'Running' ? 0 : phase === 'Pending' ? 2 : 1) * 2 + (ready ? 0 : 1);
}

/** The pods that a workload or a Service selects. Throws for what selects none. */
export function listSelectedPods(session: Session, owner: JsonObject, doing = 'attach to'): JsonObject[] {
  const spec = object(owner, 'spec');
  const kind = text(owner, 'kind');
  const selector = kind === 'Service' ? { matchLabels: object(spec, 'selector') } : object(spec, 'selector');
  const labelSelector = formatSelector(selector);
  if (labelSelector === '<none>')
    throw new CommandError(
      `cannot ${doing} *v1.${kind}: invalid service '${text(owner, 'metadata', 'name')}': Service is defined without a selector`,
    );
  const resource = podResource(session);
  const path = pathOf(resource, text(owner, 'metadata', 'namespace'));
  return listItems(session.api.object(path, { labelSelector }), resource);
}

export function getPod(session: Session, name: string): JsonObject {
  return session.api.object(pathOf(podResource(session), session.namespace, name));
}

/** `cart-1`, `pod/cart-1`, `deploy/cart` as the object it names. */
export function getTarget(session: Session, argument: string): JsonObject {
  if (!argument.includes('/')) return { apiVersion: 'v1', kind: 'Pod', ...getPod(session, argument) };
  const [info] = pairInfos(session, [argument]);
  if (!info) throw new CommandError('no pod or resource was named');
  const answer = session.api.object(infoPath(info));
  return { apiVersion: apiVersionOf(info.resource), kind: info.resource.kind, ...answer };
}

const SELECTING = ['Deployment', 'ReplicaSet', 'DaemonSet', 'StatefulSet', 'Job', 'Service', 'ReplicationController'];

/** The pods of a target, the most talkable first. Throws in kubectl's words for what has no pods of its own. */
export function podsOf(session: Session, target: JsonObject, doing: string): JsonObject[] {
  const kind = text(target, 'kind');
  if (kind === 'Pod') return [target];
  if (!SELECTING.includes(kind))
    throw new CommandError(
      `cannot ${doing} *${goPackage(target)}.${kind}: selector for *${goPackage(target)}.${kind} not implemented`,
    );
  return listSelectedPods(session, target, doing).sort((a, b) => rank(a) - rank(b));
}

/** The Go package in which a kind is declared: `v1`. */
const goPackage = (target: JsonObject): string => text(target, 'apiVersion').split('/').at(-1) ?? 'v1';

export const containerNames = (pod: JsonObject): string[] =>
  list(pod, 'spec', 'containers').map((one) => text(one, 'name'));

const initNames = (pod: JsonObject) => list(pod, 'spec', 'initContainers').map((one) => text(one, 'name'));
const ephemeralNames = (pod: JsonObject) => list(pod, 'spec', 'ephemeralContainers').map((one) => text(one, 'name'));

/** Everything in a pod that has a log, as messages list it. */
export const allContainerNames = (pod: JsonObject): string[] => [
  ...initNames(pod),
  ...containerNames(pod),
  ...ephemeralNames(pod),
];

const DEFAULT_CONTAINER = 'kubectl.kubernetes.io/default-container';

/** `app, proxy, setup (init)`. */
export function listedContainers(pod: JsonObject): string {
  const ephemeral = ephemeralNames(pod).map((name) => `${name} (ephem)`);
  return [...containerNames(pod), ...ephemeral, ...initNames(pod).map((name) => `${name} (init)`)].join(', ');
}

export interface Chosen {
  readonly container: string;
  /** `Defaulted container …`, empty when there was nothing to choose. */
  readonly note: string;
}

/** The container meant by an empty `-c`. */
export function defaultContainer(pod: JsonObject): Chosen {
  const annotated = text(pod, 'metadata', 'annotations', DEFAULT_CONTAINER);
  const names = containerNames(pod);
  if (annotated !== '' && allContainerNames(pod).includes(annotated)) return { container: annotated, note: '' };
  const container = names[0] ?? '';
  const note =
    allContainerNames(pod).length > 1
      ? `Defaulted container ${JSON.stringify(container)} out of: ${listedContainers(pod)}\n`
      : '';
  return { container, note };
}
