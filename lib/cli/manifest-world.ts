/** A world from manifests on disk: the YAML of somebody's repository, asked where a packet goes. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments, stringify } from 'yaml';
import { FIXED_EPOCH_MS } from '../assessment/labs/scenario.ts';
import { findKind } from '../world/api/kinds.ts';
import { bootstrapCluster } from '../world/controlplane/bootstrap.ts';
import { findWorkload } from '../world/workloads/catalogue.ts';
import { World } from '../world/world.ts';
import { UsageError } from './outcome.ts';

interface Manifest {
  readonly apiVersion?: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
}

interface Read {
  readonly file: string;
  readonly manifest: Manifest;
}

const MAX_FILE_BYTES = 1024 * 1024;
const SETTLE_LIMIT_MS = 900_000;
const PROXY_CONFIG = 'KubeProxyConfiguration';

/** `AsGiven`: objects are taken as they stand, status included, without validation and without controllers. */
export function manifestWorld(paths: readonly string[], how: 'Reconciled' | 'AsGiven', seed: number): World {
  if (paths.length === 0) throw new UsageError('-f: expected at least one file or folder of manifests');
  const read = paths.flatMap(listFiles).flatMap(readManifests);
  const world = new World({ seed, epochMs: FIXED_EPOCH_MS });
  const [nodes, others] = [read.filter(isNode), read.filter((one) => !isNode(one))];
  for (const node of nodes) place(world, node, how);
  for (const manifest of bootstrapCluster({ nodes: 4, zones: 2 })) {
    if (nodes.length === 0 || manifest.kind !== 'Node') world.create('main', manifest);
  }
  world.settle(SETTLE_LIMIT_MS);
  for (const one of namespacesFirst(others)) place(world, one, how);
  if (how === 'Reconciled') world.settle(SETTLE_LIMIT_MS);
  return world;
}

/** Images of pods that nobody here knows: their containers cannot be pulled, so their pods never become ready. */
export function listUnknownImages(world: World): readonly string[] {
  const images = world
    .client()
    .list('Pod')
    .flatMap(({ spec }) => spec.containers.map(({ image }) => image ?? ''));
  return [...new Set(images)].filter((image) => findWorkload(image) === undefined).sort();
}

function isNode({ manifest }: Read): boolean {
  return manifest.kind === 'Node';
}

function listFiles(path: string): string[] {
  if (!existsSync(path)) throw new UsageError(`-f: the path “${path}” does not exist`);
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(ya?ml|json)$/.test(name))
    .sort()
    .map((name) => join(path, name));
}

function readManifests(file: string): Read[] {
  if (statSync(file).size > MAX_FILE_BYTES) throw new UsageError(`${file}: larger than 1 MiB`);
  const documents = parseAllDocuments(readFileSync(file, 'utf8'));
  return documents.flatMap((document) => {
    const [error] = document.errors;
    if (error) throw new UsageError(`${file}: ${error.message}`);
    const value = document.toJS({ maxAliasCount: 100 }) as (Manifest & { readonly items?: readonly Manifest[] }) | null;
    if (value === null || value === undefined) return [];
    const all = value.kind === 'List' ? (value.items ?? []) : [value];
    return all.map((manifest) => ({ file, manifest }));
  });
}

function namespacesFirst(read: readonly Read[]): Read[] {
  const rank = ({ manifest }: Read) => (manifest.kind === 'Namespace' ? 0 : 1);
  return [...read].sort((a, b) => rank(a) - rank(b));
}

function place(world: World, { file, manifest }: Read, how: 'Reconciled' | 'AsGiven'): void {
  if (manifest.kind === PROXY_CONFIG) {
    setProxyConfig(world, manifest);
    return;
  }
  const kind = findKind(manifest.kind ?? '', manifest.apiVersion);
  if (!kind || typeof manifest.metadata?.name !== 'string') {
    throw new UsageError(`${file}: not modelled: kind ${manifest.kind} in ${manifest.apiVersion}`);
  }
  const namespace = kind.scope === 'Namespaced' ? (manifest.metadata.namespace ?? 'default') : undefined;
  if (namespace !== undefined) ensureNamespace(world, namespace);
  try {
    if (kind.kind === 'Namespace') ensureNamespace(world, manifest.metadata.name);
    else if (how === 'AsGiven') world.load('main', manifest);
    else world.create('main', manifest);
  } catch (error) {
    throw new UsageError(`${file}: ${(error as Error).message}`);
  }
}

function ensureNamespace(world: World, name: string): void {
  if (world.client().find('Namespace', name)) return;
  world.create('main', { kind: 'Namespace', apiVersion: 'v1', metadata: { name } } as Manifest);
  // Its default service account comes a moment later, and pods need it.
  world.advance(1_000);
}

/** kube-proxy reads its configuration from a ConfigMap; a file of it is put there. */
function setProxyConfig(world: World, manifest: Manifest): void {
  const client = world.client();
  const standing = client.find('ConfigMap', 'kube-proxy-config', 'kube-system');
  if (standing) client.update('ConfigMap', { ...standing, data: { config: stringify(manifest) } });
}
