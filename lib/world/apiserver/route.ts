/** Which resource a path names. */
import type { Kind } from '../api/kinds.ts';
import type { Cluster } from '../cluster.ts';
import { findServed } from './served.ts';

export interface ResourcePath {
  readonly kind: Kind;
  /** Undefined for a kind without namespace, and for a list over all namespaces. */
  readonly namespace: string | undefined;
  readonly name: string | undefined;
  readonly subresource: string | undefined;
}

function decodeSegments(path: string): string[] {
  return path
    .split('/')
    .filter((part) => part !== '')
    .map(decodeSegment);
}

/** A malformed escape stands for itself. */
function decodeSegment(part: string): string {
  if (!part.includes('%') || /%(?![0-9A-Fa-f]{2})/.test(part)) return part;
  return /%[89A-Fa-f]/.test(part) ? part : decodeURIComponent(part);
}

/** Reads `/api/v1/…` and `/apis/<group>/<version>/…`; undefined when no kind is served there. */
export function findResourcePath(cluster: Cluster, path: string): ResourcePath | undefined {
  const parts = decodeSegments(path);
  const core = parts[0] === 'api';
  if (!core && parts[0] !== 'apis') return undefined;
  const [group = '', version = ''] = core ? ['', parts[1]] : [parts[1], parts[2]];
  const rest = parts.slice(core ? 2 : 3);
  if (rest[0] === 'namespaces' && rest.length >= 3 && !isNamespaceSubresource(group, rest)) {
    const [, namespace, plural = '', name, subresource, extra] = rest;
    const kind = findServed(cluster, group, version, plural);
    if (!kind || kind.scope === 'Cluster' || extra !== undefined) return undefined;
    return { kind, namespace, name, subresource };
  }
  const [plural = '', name, subresource, extra] = rest;
  const kind = findServed(cluster, group, version, plural);
  if (!kind || extra !== undefined) return undefined;
  if (kind.scope === 'Namespaced' && name !== undefined) return undefined;
  return { kind, namespace: undefined, name, subresource };
}

function isNamespaceSubresource(group: string, rest: readonly string[]): boolean {
  return group === '' && rest.length === 3 && (rest[2] === 'status' || rest[2] === 'finalize');
}
