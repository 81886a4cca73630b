/** Images on nodes: what is there, how long a pull takes, how it fails. */
import { type Cluster, clusterTable } from '../../cluster.ts';
import { DURATIONS } from '../../sim/durations.ts';
import { draw, type Random, randomStream } from '../../sim/random.ts';
import { findWorkload } from '../../workloads/catalogue.ts';

/** Compressed sizes of images lie between these, bytes; seeded by the image alone, as a registry would have it. */
const SMALLEST = 12_000_000;
const LARGEST = 74_000_000;

function pulled(cluster: Cluster) {
  return clusterTable<number>(cluster, 'images');
}

export function isOnNode(cluster: Cluster, node: string, image: string): boolean {
  return pulled(cluster).get(`${node}|${image}`) !== undefined;
}

export function putOnNode(cluster: Cluster, node: string, image: string, nowMs: number): void {
  pulled(cluster).set(`${node}|${image}`, nowMs);
}

export function imageBytes(image: string): number {
  return SMALLEST + Math.floor(draw(0, 'image-size', image) * (LARGEST - SMALLEST));
}

/** Resolve, download and unpack, ms. */
export function pullMs(image: string): number {
  return DURATIONS.imageResolveMs + Math.round((imageBytes(image) / DURATIONS.imageBytesPerSecond) * 1000);
}

/** `1.234s`, `393ms`: a Go duration cut to milliseconds, below a minute. */
export function goSeconds(ms: number): string {
  return ms < 1000 ? `${ms}ms` : `${ms / 1000}s`;
}

/** The image with registry and tag: `docker.io/library/nginx:1.27`. */
export function qualifiedImage(image: string): string {
  const [first = ''] = image.split('/');
  const hasRegistry = image.includes('/') && (first.includes('.') || first.includes(':') || first === 'localhost');
  const withRegistry = hasRegistry ? image : `docker.io/${image.includes('/') ? '' : 'library/'}${image}`;
  const last = withRegistry.slice(withRegistry.lastIndexOf('/') + 1);
  return last.includes(':') || last.includes('@') ? withRegistry : `${withRegistry}:latest`;
}

/** Repository and digest, as `imageID` of a container status. */
export function imageId(image: string): string {
  const full = qualifiedImage(image);
  const digest = full.indexOf('@');
  if (digest >= 0) return full;
  return `${full.slice(0, full.lastIndexOf(':'))}@sha256:${hexText(randomStream(0, 'image-digest', full), 64)}`;
}

/** Hexadecimal text; one draw gives twelve digits. */
export function hexText(random: Random, length: number): string {
  let text = '';
  while (text.length < length)
    text += Math.floor(random.next() * 2 ** 48)
      .toString(16)
      .padStart(12, '0');
  return text.slice(0, length);
}

/**
 * Why the image cannot be pulled, in containerd's words; undefined when it can.
 * Models: https://github.com/containerd/containerd/blob/v2.1.4/core/remotes/docker/resolver.go
 */
export function findPullError(image: string): string | undefined {
  if (findWorkload(image)) return undefined;
  const full = qualifiedImage(image);
  const repository = full.split('@')[0]?.replace(/:[^/:]*$/, '') ?? full;
  const known = findWorkload(repository.replace(/^docker\.io\/(library\/)?/, ''));
  const unpack = `failed to pull and unpack image "${full}": failed to resolve reference "${full}"`;
  if (full.startsWith('docker.io/') && !known) {
    return `${unpack}: pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed`;
  }
  return `rpc error: code = NotFound desc = ${unpack}: ${full}: not found`;
}
