/** `kubectl debug`: copies of pods, and what it says of its arguments. Differs: ephemeral containers and nodes are refused by name. */
import type { Command, Invocation } from '../cli/command.ts';
import { CommandError, notModelled } from '../cli/errors.ts';
import { pathOf } from '../client/discovery.ts';
import { fetchObjects, type Info, selectResources } from '../client/resources.ts';
import { isObject, type Json, type JsonObject, list, object, text } from '../json.ts';

const PROFILES: readonly string[] = ['legacy', 'general', 'baseline', 'netadmin', 'restricted', 'sysadmin', 'auto'];

function checkImages({ flags, beforeDash, args }: Invocation): void {
  const image = flags.text('image');
  const copies = flags.text('copy-to') !== '';
  const images = flags.list('set-image');
  const words = beforeDash < 0 ? 0 : args.length - beforeDash;
  if (copies && image === '' && images.length === 0 && words === 0)
    throw new CommandError('you must specify --image, --set-image or command arguments.');
  for (const name of ['replace', 'same-node'] as const)
    if (flags.bool(name) && !copies) throw new CommandError(`--${name} may only be used with --copy-to.`);
  if (images.length > 0 && !copies) throw new CommandError('--set-image may only be used with --copy-to.');
  if (!copies && image === '') throw new CommandError('you must specify --image when not using --copy-to.');
  if (/\s/.test(image)) throw new CommandError(`invalid image name ${JSON.stringify(image)}: invalid reference format`);
}

function checkFlags(invocation: Invocation): void {
  const { flags } = invocation;
  checkImages(invocation);
  const profile = flags.text('profile');
  if (!PROFILES.includes(profile)) throw new CommandError(`unknown profile: ${profile}`);
}

/** `app=nginx,*=busybox` over the containers of a pod. */
function withImages(containers: readonly Json[], images: readonly string[]): Json[] {
  const wanted = new Map(images.map((pair) => pair.split('=') as [string, string]));
  return containers.map((container) => {
    const image = wanted.get(text(container, 'name')) ?? wanted.get('*');
    return isObject(container) && image !== undefined ? { ...container, image } : container;
  });
}

/** Models: podForDebugging in debug.go */
function copyOf(invocation: Invocation, pod: JsonObject): JsonObject {
  const { flags, namespace, beforeDash, args } = invocation;
  const { nodeName, ephemeralContainers: _, ...spec } = object(pod, 'spec');
  const containers = withImages(list(spec, 'containers'), flags.list('set-image'));
  const words = beforeDash < 0 ? [] : args.slice(beforeDash);
  const image = flags.text('image');
  const debugger_ = {
    name: flags.text('container'),
    image,
    imagePullPolicy: flags.text('image-pull-policy') || undefined,
    ...(words.length > 0 ? { args: words } : {}),
    terminationMessagePolicy: 'File',
  };
  return {
    kind: 'Pod',
    apiVersion: 'v1',
    metadata: { name: flags.text('copy-to'), namespace, annotations: object(pod, 'metadata', 'annotations') },
    spec: {
      ...spec,
      ...(flags.bool('same-node') ? { nodeName } : {}),
      ...(flags.bool('share-processes') ? { shareProcessNamespace: true } : {}),
      containers: image === '' ? containers : [...containers, debugger_ as JsonObject],
    },
  };
}

function debugPod(invocation: Invocation, info: Info): void {
  const { api, flags } = invocation;
  if (flags.text('copy-to') === '')
    throw notModelled('ephemeral containers (kubectl debug POD; --copy-to NAME makes a copy)');
  if (flags.bool('stdin') || flags.bool('attach')) throw notModelled('kubectl debug --attach');
  if (flags.text('image') !== '' && flags.text('container') === '')
    throw notModelled('kubectl debug without --container');
  if (flags.bool('replace')) throw notModelled('--replace');
  api.post(pathOf(info.resource, info.namespace), copyOf(invocation, info.object ?? {}));
}

function run(invocation: Invocation): number {
  const { args, beforeDash, flags, io } = invocation;
  checkFlags(invocation);
  if (!flags.changed('profile') || flags.text('profile') === 'legacy')
    io.err(
      '--profile=legacy is deprecated and will be removed in the future. It is recommended to explicitly specify a profile, for example "--profile=general".\n',
    );
  const names = (beforeDash < 0 ? args : args.slice(0, beforeDash)).map((name) =>
    name.includes('/') ? name : `pod/${name}`,
  );
  const { infos, errors } = fetchObjects(invocation, selectResources(invocation, flags, names, { bareTypes: false }));
  const [failure] = errors;
  if (failure) throw failure;
  for (const info of infos) {
    const { kind, group, version } = info.resource;
    if (kind === 'Pod') debugPod(invocation, info);
    else if (kind === 'Node') throw notModelled('kubectl debug of nodes (use ssh)');
    else throw new CommandError(`"${group}/${version}, Kind=${kind}" not supported by debug`);
  }
  return 0;
}

export const debugCommand: Command = {
  name: 'debug',
  unmodelled: [
    'custom',
    'env',
    'filename',
    'arguments-only',
    'keep-annotations',
    'keep-init-containers',
    'keep-labels',
    'keep-liveness',
    'keep-readiness',
    'keep-startup',
  ],
  completes: 'Pods',
  run,
};
