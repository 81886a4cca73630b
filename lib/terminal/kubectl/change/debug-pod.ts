/**
 * The three things that `kubectl debug` makes: an ephemeral container, a copy of a pod, a pod on a node.
 * Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/staging/src/k8s.io/kubectl/pkg/cmd/debug/debug.go
 */
import { patchShape } from '../../../world/apiserver/patch/patch-shape.ts';
import { applyStrategicMerge } from '../../../world/apiserver/patch/strategic-merge.ts';
import { draw, NAME_ALPHABET } from '../../../world/sim/random.ts';
import type { Invocation } from '../cli/command.ts';
import { CommandError } from '../cli/errors.ts';
import { allContainerNames } from '../client/pods.ts';
import { isObject, type Json, type JsonObject, list, object, text, withValue } from '../json.ts';
import { applyProfile, type Style } from './debug-profile.ts';

/** What the flags say beyond one another. */
export interface Wanted {
  /** What follows `--`. */
  readonly words: readonly string[];
  /** `--custom`: fields of the container that overrule the profile's. */
  readonly custom: JsonObject | undefined;
}

export interface Debugged {
  readonly pod: JsonObject;
  /** Empty where no container is new or chosen: `--set-image` alone. */
  readonly container: string;
}

const SUFFIX_LENGTH = 5;

/** Five letters of the kind that generated names end in; they depend on the moment and on what they name. */
function suffix({ io, namespace }: Invocation, of: string, turn: number): string {
  const key = `${namespace}/${of}/${io.clock.nowMs()}/${turn}`;
  const letter = (_: unknown, n: number) =>
    NAME_ALPHABET[Math.floor(draw(0, 'kubectl-debug', key, n) * NAME_ALPHABET.length)];
  return Array.from({ length: SUFFIX_LENGTH }, letter).join('');
}

function containerName(invocation: Invocation, pod: JsonObject): string {
  const { flags, io } = invocation;
  if (flags.text('container') !== '') return flags.text('container');
  const taken = allContainerNames(pod);
  let name = '';
  for (let turn = 0; name === '' || taken.includes(name); turn++)
    name = `debugger-${suffix(invocation, text(pod, 'metadata', 'name'), turn)}`;
  if (!flags.bool('quiet')) io.out(`Defaulting debug container name to ${name}.\n`);
  return name;
}

function environment({ flags }: Invocation): Json[] {
  return flags.list('env').map((pair) => {
    const equals = pair.indexOf('=');
    return { name: pair.slice(0, equals), value: pair.slice(equals + 1) };
  });
}

/** What every new container has; of one that is there only what was given replaces its own. */
function containerFields(invocation: Invocation, { words }: Wanted): JsonObject {
  const { flags } = invocation;
  const [env, image, pull] = [environment(invocation), flags.text('image'), flags.text('image-pull-policy')];
  return {
    ...(words.length > 0 ? { [flags.bool('arguments-only') ? 'args' : 'command']: words } : {}),
    ...(env.length > 0 ? { env } : {}),
    ...(image === '' ? {} : { image }),
    ...(pull === '' ? {} : { imagePullPolicy: pull }),
    ...(flags.bool('stdin') ? { stdin: true } : {}),
    ...(flags.bool('tty') ? { tty: true } : {}),
  };
}

const newContainer = (invocation: Invocation, wanted: Wanted, name: string): JsonObject => ({
  name,
  terminationMessagePolicy: 'File',
  resources: {},
  ...containerFields(invocation, wanted),
});

function customised(pod: JsonObject, key: string, name: string, custom: JsonObject | undefined): JsonObject {
  if (!custom) return pod;
  const shape = patchShape('core/v1.Container');
  const merged = (container: Json) =>
    isObject(container) && text(container, 'name') === name
      ? (applyStrategicMerge(container as never, { ...custom, name } as never, shape) as JsonObject)
      : container;
  return withValue(pod, ['spec', key], list(pod, 'spec', key).map(merged));
}

function finished(invocation: Invocation, pod: JsonObject, container: string, style: Style, wanted: Wanted): Debugged {
  const key = style === 'Ephemeral' ? 'ephemeralContainers' : 'containers';
  const profiled = applyProfile(pod, container, style, invocation.flags);
  return { pod: customised(profiled, key, container, wanted.custom), container };
}

/** The pod with one more ephemeral container. */
export function withEphemeral(invocation: Invocation, pod: JsonObject, wanted: Wanted): Debugged {
  const name = containerName(invocation, pod);
  const target = invocation.flags.text('target');
  const container = {
    ...newContainer(invocation, wanted, name),
    ...(target === '' ? {} : { targetContainerName: target }),
  };
  const all = [...list(pod, 'spec', 'ephemeralContainers'), container];
  return finished(invocation, withValue(pod, ['spec', 'ephemeralContainers'], all), name, 'Ephemeral', wanted);
}

/** `app=nginx,*=busybox` over the containers of a pod. */
function withImages(containers: readonly Json[], images: readonly string[]): Json[] {
  const wanted = new Map(images.map((pair) => pair.split('=') as [string, string]));
  return containers.map((container) => {
    const image = wanted.get(text(container, 'name')) ?? wanted.get('*');
    return isObject(container) && image !== undefined ? { ...container, image } : container;
  });
}

function bareCopy({ flags }: Invocation, pod: JsonObject): JsonObject {
  const { nodeName, ephemeralContainers: _, ...spec } = object(pod, 'spec');
  const { annotations, labels, namespace } = object(pod, 'metadata');
  return {
    kind: 'Pod',
    apiVersion: 'v1',
    metadata: { name: flags.text('copy-to'), namespace, annotations, labels },
    spec: {
      ...spec,
      ...(flags.bool('same-node') ? { nodeName } : {}),
      ...(flags.changed('share-processes') ? { shareProcessNamespace: flags.bool('share-processes') } : {}),
      containers: withImages(list(spec, 'containers'), flags.list('set-image')),
    },
  };
}

/** A pod like it, with a container added or one of its own changed. */
export function copyOf(invocation: Invocation, pod: JsonObject, wanted: Wanted): Debugged {
  const { flags } = invocation;
  const copy = bareCopy(invocation, pod);
  const containers = list(copy, 'spec', 'containers');
  const named = containers.find((one) => text(one, 'name') === flags.text('container'));
  if (!named && flags.text('image') === '') {
    if (flags.list('set-image').length > 0) return { pod: copy, container: '' };
    throw new CommandError('you must specify image when creating new container');
  }
  const name = named ? text(named, 'name') : containerName(invocation, copy);
  const next = named
    ? containers.map((one) => (one === named ? changedContainer(invocation, object(named), wanted) : one))
    : [...containers, newContainer(invocation, wanted, name)];
  return finished(invocation, withValue(copy, ['spec', 'containers'], next), name, 'Copy', wanted);
}

function changedContainer(invocation: Invocation, container: JsonObject, wanted: Wanted): JsonObject {
  const { stdin: _, tty: __, args, ...rest } = container;
  const replaced = wanted.words.length > 0 && !invocation.flags.bool('arguments-only');
  return { ...rest, ...(replaced ? {} : { args }), ...containerFields(invocation, wanted) };
}

/** A pod on the node, in the node's own namespaces. */
export function nodePod(invocation: Invocation, node: string, wanted: Wanted): Debugged {
  const { flags, io } = invocation;
  const container = flags.text('container') || 'debugger';
  const name = `node-debugger-${node}-${suffix(invocation, node, 0)}`;
  if (!flags.bool('quiet')) io.out(`Creating debugging pod ${name} with container ${container} on node ${node}.\n`);
  const pod = {
    kind: 'Pod',
    apiVersion: 'v1',
    metadata: { name, labels: { 'app.kubernetes.io/managed-by': 'kubectl-debug' } },
    spec: {
      containers: [newContainer(invocation, wanted, container)],
      nodeName: node,
      restartPolicy: 'Never',
      tolerations: [{ operator: 'Exists' }],
    },
  };
  return finished(invocation, pod, container, 'Node', wanted);
}
