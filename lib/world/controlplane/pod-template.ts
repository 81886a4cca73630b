/** Pods from templates. */
import type { ControllerContext } from './controller.ts';
import type { OwnerReference, Pod, PodTemplateSpec } from './objects.ts';

/** The alphabet of SafeEncodeString. Models: https://github.com/kubernetes/apimachinery/blob/v0.35.0/pkg/util/rand/rand.go */
const ALPHANUMS = 'bcdfghjklmnpqrstvwxz2456789';

/**
 * Such as `7d9c6b5f4d`: FNV-32a of the template, encoded without vowels.
 * Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/controller/controller_utils.go (ComputeHash)
 * Differs: hashes the canonical JSON of the template, not Go's dump of the struct, so the letters are not a real cluster's.
 */
export function templateHash(template: unknown, collisionCount = 0): string {
  const text = canonicalText(template) + (collisionCount > 0 ? `#${collisionCount}` : '');
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) {
    hash ^= text.charCodeAt(at) & 0xff;
    hash = Math.imul(hash, 0x01000193);
  }
  return [...String(hash >>> 0)].map((digit) => ALPHANUMS[digit.charCodeAt(0) % ALPHANUMS.length]).join('');
}

const texts = new WeakMap<object, string>();

/** JSON with sorted keys; remembered for each frozen value. */
export function canonicalText(value: unknown): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null';
  const known = texts.get(value);
  if (known !== undefined) return known;
  const text = Array.isArray(value) ? `[${value.map(canonicalText).join(',')}]` : `{${canonicalFields(value)}}`;
  texts.set(value, text);
  return text;
}

function canonicalFields(value: object): string {
  const fields = value as Readonly<Record<string, unknown>>;
  let text = '';
  for (const key of Object.keys(value).sort()) {
    const item = fields[key];
    if (item === undefined) continue;
    text += `${text === '' ? '' : ','}${JSON.stringify(key)}:${canonicalText(item)}`;
  }
  return text;
}

interface Wanted {
  readonly namespace: string;
  /** Either a whole name or a prefix that the API server completes. */
  readonly name: { readonly exact: string } | { readonly prefix: string };
  readonly owner: OwnerReference;
  readonly labels?: Readonly<Record<string, string>>;
}

/** Creates a pod of the template for its owner. Throws `StatusError` when the API server refuses it. */
export function createPod(
  { client }: Pick<ControllerContext, 'client'>,
  template: PodTemplateSpec,
  wanted: Wanted,
  spec: Pod['spec'] = template.spec as Pod['spec'],
): Pod {
  const { labels, annotations, finalizers } = template.metadata ?? {};
  const name = 'exact' in wanted.name ? { name: wanted.name.exact } : { name: '', generateName: wanted.name.prefix };
  return client.create('Pod', {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      ...name,
      namespace: wanted.namespace,
      labels: { ...labels, ...wanted.labels },
      ...(annotations ? { annotations } : {}),
      ...(finalizers ? { finalizers } : {}),
      ownerReferences: [wanted.owner],
    },
    spec,
    status: {},
  });
}
