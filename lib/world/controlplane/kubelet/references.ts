/** ConfigMaps and Secrets that a pod needs, and which of them are missing. */
import type { Client } from '../../apiserver/client.ts';
import { type Container, namespaceOf, type Pod, type PodSpec } from '../objects.ts';

type Volume = NonNullable<PodSpec['volumes']>[number];

interface Needed {
  readonly kind: 'ConfigMap' | 'Secret';
  readonly name: string;
  readonly key?: string;
}

interface MissingMount {
  readonly volume: string;
  /** `configmap "x" not found` */
  readonly because: string;
}

const MISSING_KEY = {
  ConfigMap: 'configmap references non-existent config',
  Secret: 'references non-existent secret',
} as const;

/** The first volume that cannot be set up. Models: https://github.com/kubernetes/kubernetes/tree/v1.35.0/pkg/volume */
export function findMissingMount(pod: Pod, client: Client): MissingMount | undefined {
  for (const volume of pod.spec?.volumes ?? []) {
    for (const needed of neededBy(volume)) {
      const object = client.find(needed.kind, needed.name, namespaceOf(pod));
      if (!object) return { volume: volume.name, because: notFound(needed) };
      if (needed.key !== undefined && !hasKey(object, needed.key)) {
        return { volume: volume.name, because: `${MISSING_KEY[needed.kind]} key: ${needed.key}` };
      }
    }
  }
  return undefined;
}

function neededBy(volume: Volume): Needed[] {
  const needed: Needed[] = [];
  const add = (kind: Needed['kind'], name: string | undefined, source: Source) => {
    if (source.optional || !name) return;
    needed.push({ kind, name });
    for (const { key } of source.items ?? []) needed.push({ kind, name, key });
  };
  if (volume.configMap) add('ConfigMap', volume.configMap.name, volume.configMap);
  if (volume.secret) add('Secret', volume.secret.secretName, volume.secret);
  for (const source of volume.projected?.sources ?? []) {
    if (source.configMap) add('ConfigMap', source.configMap.name, source.configMap);
    if (source.secret) add('Secret', source.secret.name, source.secret);
  }
  return needed;
}

interface Source {
  readonly optional?: boolean | undefined;
  readonly items?: readonly { readonly key: string }[] | undefined;
}

/**
 * Why the container's environment cannot be made: the message of `CreateContainerConfigError`.
 * Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/kubelet/kubelet_pods.go (makeEnvironmentVariables)
 */
export function findConfigError(pod: Pod, container: Container, client: Client): string | undefined {
  for (const needed of neededByEnv(container)) {
    const object = client.find(needed.kind, needed.name, namespaceOf(pod));
    if (!object) return notFound(needed);
    if (needed.key !== undefined && !hasKey(object, needed.key)) {
      return `couldn't find key ${needed.key} in ${needed.kind} ${namespaceOf(pod)}/${needed.name}`;
    }
  }
  return undefined;
}

function neededByEnv(container: Container): Needed[] {
  const needed: Needed[] = [];
  const add = (kind: Needed['kind'], source: EnvSource | undefined) => {
    if (!source || source.optional || !source.name) return;
    needed.push(source.key === undefined ? { kind, name: source.name } : { kind, name: source.name, key: source.key });
  };
  for (const from of container.envFrom ?? []) {
    add('ConfigMap', from.configMapRef);
    add('Secret', from.secretRef);
  }
  for (const { valueFrom } of container.env ?? []) {
    add('ConfigMap', valueFrom?.configMapKeyRef);
    add('Secret', valueFrom?.secretKeyRef);
  }
  return needed;
}

interface EnvSource {
  readonly name?: string | undefined;
  readonly key?: string | undefined;
  readonly optional?: boolean | undefined;
}

/** Whether the pod reads this object in a volume or in its environment. */
export function readsObject({ spec }: Pod, kind: 'ConfigMap' | 'Secret', name: string): boolean {
  return neededBySpec(spec).some((needed) => needed.kind === kind && needed.name === name);
}

const kept = new WeakMap<PodSpec, readonly Needed[]>();

/** Asked of every pod at each write of a ConfigMap. */
function neededBySpec(spec: PodSpec): readonly Needed[] {
  const known = kept.get(spec);
  if (known) return known;
  const { volumes = [], containers, initContainers = [], ephemeralContainers = [] } = spec;
  const all = [...containers, ...initContainers, ...ephemeralContainers];
  const needed = [...volumes.flatMap(neededBy), ...all.flatMap(neededByEnv)];
  kept.set(spec, needed);
  return needed;
}

function hasKey(object: object, key: string): boolean {
  const { data, binaryData } = object as { data?: object; binaryData?: object };
  return Object.hasOwn(data ?? {}, key) || Object.hasOwn(binaryData ?? {}, key);
}

function notFound({ kind, name }: Needed): string {
  return `${lower(kind)} "${name}" not found`;
}

function lower(kind: string): string {
  return kind.toLowerCase();
}
