/**
 * File systems of containers and nodes: what the world renders, under an overlay of what was written since. A container's overlay is
 * born with the container and lost with it.
 */
import { type Cluster, clusterTable } from '../cluster.ts';
import type { Place } from '../dataplane/trace.ts';
import { nowMs } from '../sim/clock.ts';
import { runningSince } from '../workloads/containers.ts';
import { findPod } from '../workloads/running.ts';
import type { BaseFiles } from './base.ts';
import { containerFiles } from './container-files.ts';
import { nodeFiles } from './node-files.ts';

/** Structurally the `Files` of a terminal. */
export interface PlaceFiles {
  read(path: string): string | undefined;
  write(path: string, text: string): void;
  append(path: string, text: string): void;
  remove(path: string): void;
  stat(path: string): FileStatus | undefined;
  list(path: string): string[] | undefined;
  makeDirectory(path: string): void;
}

export interface FileStatus {
  readonly kind: 'file' | 'directory';
  readonly size: number;
  readonly modifiedMs: number;
  readonly mode: number;
}

/** One path of an overlay. */
interface Written {
  readonly kind: 'File' | 'Folder' | 'Gone';
  readonly text: string;
  readonly modifiedMs: number;
}

const EMPTY: BaseFiles = { files: new Map(), folders: ['/'] };

/** The file system of a container (the pod's first when none is named) or of a node. An address has none: it is empty. */
export function filesOf(cluster: Cluster, place: Place): PlaceFiles {
  const overlay = () => clusterTable<Written>(cluster, `files/${overlayName(cluster, place)}`);
  const base = () => baseOf(cluster, place);
  const now = () => nowMs(cluster.state);
  const put = (path: string, kind: Written['kind'], text = '') =>
    overlay().set(normalize(path), { kind, text, modifiedMs: now() });
  const read = (path: string) => textAt(overlay().get(normalize(path)), base(), normalize(path));
  return {
    read,
    write: (path, text) => put(path, 'File', text),
    append: (path, text) => put(path, 'File', (read(path) ?? '') + text),
    remove: (path) => {
      const root = normalize(path);
      for (const [known] of overlay().entries()) if (known.startsWith(`${root}/`)) overlay().delete(known);
      put(root, 'Gone');
    },
    stat: (path) => statusOf(normalize(path), base(), overlay()),
    list: (path) => namesIn(normalize(path), base(), overlay()),
    makeDirectory: (path) => put(path, 'Folder'),
  };
}

type Overlay = ReturnType<typeof clusterTable<Written>>;

/** A restarted container is another one. */
function overlayName(cluster: Cluster, place: Place): string {
  if ('node' in place) return `node/${place.node}`;
  if ('address' in place) return `address/${place.address}`;
  const pod = findPod(cluster, place.pod.namespace, place.pod.name);
  const container = place.pod.container ?? pod?.spec.containers[0]?.name ?? '';
  const since = pod && runningSince(pod, container);
  return `${pod?.metadata.uid ?? `${place.pod.namespace}/${place.pod.name}`}/${container}/${since ?? 'down'}`;
}

function baseOf(cluster: Cluster, place: Place): BaseFiles {
  if ('node' in place) return nodeFiles(cluster, place.node);
  if ('address' in place) return EMPTY;
  const pod = findPod(cluster, place.pod.namespace, place.pod.name);
  const container = place.pod.container ?? pod?.spec.containers[0]?.name;
  return pod && container ? containerFiles(cluster, pod, container) : EMPTY;
}

/** Absolute, without `.`, `..`, doubled or trailing slashes. */
export function normalize(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return `/${parts.join('/')}`;
}

function textAt(written: Written | undefined, { files }: BaseFiles, path: string): string | undefined {
  if (written) return written.kind === 'File' ? written.text : undefined;
  return files.get(path)?.();
}

function isUnder(path: string, folder: string): boolean {
  return folder === '/' ? path !== '/' : path.startsWith(`${folder}/`);
}

function isRemoved(path: string, overlay: Overlay): boolean {
  for (let at = path; at !== ''; at = at.slice(0, at.lastIndexOf('/'))) {
    const written = overlay.get(at);
    if (written) return written.kind === 'Gone';
  }
  return false;
}

function statusOf(path: string, base: BaseFiles, overlay: Overlay): FileStatus | undefined {
  const written = overlay.get(path);
  if (written?.kind === 'Gone') return undefined;
  const text = isRemoved(path, overlay) ? undefined : textAt(written, base, path);
  if (text !== undefined) {
    const size = new TextEncoder().encode(text).length;
    return { kind: 'file', size, modifiedMs: written?.modifiedMs ?? 0, mode: 0o644 };
  }
  const isFolder =
    path === '/' ||
    written?.kind === 'Folder' ||
    (!isRemoved(path, overlay) && base.folders.includes(path)) ||
    namesIn(path, base, overlay, 'Any').length > 0;
  return isFolder ? { kind: 'directory', size: 4096, modifiedMs: written?.modifiedMs ?? 0, mode: 0o755 } : undefined;
}

function namesIn(folder: string, base: BaseFiles, overlay: Overlay): string[] | undefined;
function namesIn(folder: string, base: BaseFiles, overlay: Overlay, mode: 'Any'): string[];
function namesIn(folder: string, base: BaseFiles, overlay: Overlay, mode?: 'Any'): string[] | undefined {
  const names = new Set<string>();
  const note = (path: string) => {
    if (isUnder(path, folder)) names.add(path.slice(folder === '/' ? 1 : folder.length + 1).split('/')[0] as string);
  };
  for (const path of [...base.files.keys(), ...base.folders]) if (!isRemoved(path, overlay)) note(path);
  for (const [path, { kind }] of overlay.entries()) if (kind !== 'Gone') note(path);
  if (names.size === 0 && mode === undefined && statusOf(folder, base, overlay)?.kind !== 'directory') return undefined;
  return [...names].sort();
}
