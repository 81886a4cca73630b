/** A world from manifests: the YAML of somebody's repository, asked where a packet goes. */
import { stringify } from 'yaml';
import { findServedKind } from '../world/apiserver/served.ts';
import { parseServiceCidrs } from '../world/controlplane/bootstrap/families.ts';
import { bootstrapCluster } from '../world/controlplane/bootstrap.ts';
import { definitionsFirst, describeMissingKind } from '../world/manifest.ts';
import { findWorkload } from '../world/workloads/catalogue.ts';
import { World } from '../world/world.ts';
import { FIXED_EPOCH_MS } from './labs/scenario.ts';
import { type ManifestDocument, ManifestError } from './manifest-documents.ts';

const SETTLE_LIMIT_MS = 900_000;
const PROXY_CONFIG = 'KubeProxyConfiguration';
/** The cluster of manifests that name none. */
export const FIRST_CLUSTER = 'main';

export type How = 'Reconciled' | 'AsGiven';

/** The VPC CNI enforces NetworkPolicies only where its add-on is told to. */
export type Policies = 'Enforced' | 'AddonDefault';

/**
 * A world of manifests by cluster, settled; the first cluster asks for no name.
 * `AsGiven`: objects are taken as they stand, status included, without validation and without controllers.
 * Throws `ManifestError`.
 */
export function manifestWorld(
  clusters: ReadonlyMap<string, readonly ManifestDocument[]>,
  how: How,
  seed: number,
  policies: Policies = 'AddonDefault',
): World {
  const world = new World({ seed, epochMs: FIXED_EPOCH_MS });
  if (clusters.size > 1) for (const name of clusters.keys()) world.addCluster(name);
  for (const [index, [name, documents]] of [...clusters].entries())
    bootstrap(world, name, index, documents, how, policies);
  world.settle(SETTLE_LIMIT_MS);
  for (const [name, documents] of clusters) {
    for (const one of inOrder(documents.filter((one) => !isNode(one) && !isServiceRange(one))))
      place(world, name, one, how);
  }
  if (how === 'Reconciled') world.settle(SETTLE_LIMIT_MS);
  return world;
}

/** Each cluster is a VPC of its own: 10.0.0.0/16, 10.1.0.0/16 … */
function bootstrap(
  world: World,
  name: string,
  index: number,
  all: readonly ManifestDocument[],
  how: How,
  policies: Policies,
): void {
  const addons = policies === 'Enforced' ? { 'vpc-cni': { enableNetworkPolicy: 'true' as const } } : {};
  const nodes = all.filter(isNode);
  const ranges = serviceCidrOf(all.find(isServiceRange));
  for (const node of nodes) place(world, name, node, how);
  for (const manifest of bootstrapCluster({ nodes: 4, zones: 2, vpc: `10.${index}`, addons, ...ranges })) {
    if (nodes.length === 0 || manifest.kind !== 'Node') world.create(name, manifest);
  }
}

/** Images of pods that nobody here knows: their containers cannot be pulled, so their pods never become ready. */
export function listUnknownImages(world: World, cluster: string): readonly string[] {
  const images = world
    .client(cluster)
    .list('Pod')
    .flatMap(({ spec }) => spec.containers.map(({ image }) => image ?? ''));
  return [...new Set(images)].filter((image) => findWorkload(image) === undefined).sort();
}

function isNode({ manifest }: ManifestDocument): boolean {
  return manifest.kind === 'Node';
}

/** The ServiceCIDR that the API server itself writes: it says the cluster's ranges and so its families. */
function isServiceRange({ manifest }: ManifestDocument): boolean {
  return manifest.kind === 'ServiceCIDR' && manifest.metadata?.name === 'kubernetes';
}

function serviceCidrOf(document: ManifestDocument | undefined): { readonly serviceCidr?: string } {
  if (!document) return {};
  const { spec } = document.manifest as { readonly spec?: { readonly cidrs?: unknown } };
  const serviceCidr = Array.isArray(spec?.cidrs) ? spec.cidrs.join(',') : '';
  if (parseServiceCidrs(serviceCidr)) return { serviceCidr };
  throw new ManifestError(
    `${document.where}: ServiceCIDR kubernetes: expected spec.cidrs with a range, or one of each family`,
  );
}

/** Definitions, namespaces, the rest, each in file order. */
function inOrder(documents: readonly ManifestDocument[]): ManifestDocument[] {
  const rank = ({ manifest }: ManifestDocument) => (manifest.kind === 'Namespace' ? 0 : 1);
  return definitionsFirst(
    [...documents].sort((a, b) => rank(a) - rank(b)),
    ({ manifest }) => manifest.kind,
  );
}

function place(world: World, cluster: string, { where, manifest }: ManifestDocument, how: How): void {
  if (manifest.kind === PROXY_CONFIG) {
    setProxyConfig(world, cluster, manifest);
    return;
  }
  const { kind: name = '', apiVersion = '', metadata } = manifest;
  const kind = findServedKind(world.cluster(cluster), name, apiVersion);
  if (!kind) throw new ManifestError(`${where}: ${describeMissingKind(world.cluster(cluster), name, apiVersion)}`);
  if (typeof metadata?.name !== 'string') throw new ManifestError(`${where}: ${name} without metadata.name`);
  if (kind.scope === 'Namespaced') ensureNamespace(world, cluster, metadata.namespace ?? 'default');
  try {
    if (kind.kind === 'Namespace') ensureNamespace(world, cluster, metadata.name);
    else if (how === 'AsGiven') world.load(cluster, { ...manifest, kind: name, metadata });
    else world.create(cluster, { ...manifest, kind: name, metadata });
  } catch (error) {
    throw new ManifestError(`${where}: ${(error as Error).message}`);
  }
}

function ensureNamespace(world: World, cluster: string, name: string): void {
  if (world.client(cluster).find('Namespace', name)) return;
  world.create(cluster, { kind: 'Namespace', apiVersion: 'v1', metadata: { name } });
  // Its default service account comes a moment later, and pods need it.
  world.advance(1_000);
}

/** kube-proxy reads its configuration from a ConfigMap; a file of it is put there. */
function setProxyConfig(world: World, cluster: string, manifest: ManifestDocument['manifest']): void {
  const client = world.client(cluster);
  const standing = client.find('ConfigMap', 'kube-proxy-config', 'kube-system');
  if (standing) client.update('ConfigMap', { ...standing, data: { config: stringify(manifest) } });
}
