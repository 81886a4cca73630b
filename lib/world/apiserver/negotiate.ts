/**
 * What a client wants to be answered with, from its `Accept` header.
 *
 * Models: https://github.com/kubernetes/apiserver/blob/v0.35.0/pkg/endpoints/handlers/negotiation/negotiate.go
 * Differs: answers are JSON; a client that takes nothing else than protocol buffers, CBOR or YAML is refused.
 */
import { StatusError } from './status.ts';

export interface Clause {
  /** `application/json`, `*` for any part. */
  readonly type: string;
  readonly params: Readonly<Record<string, string>>;
}

function readClause(text: string): Clause & { readonly q: number } {
  const [type = '', ...rest] = text.split(';').map((part) => part.trim());
  const params: Record<string, string> = Object.create(null);
  for (const part of rest) {
    const at = part.indexOf('=');
    if (at > 0) params[part.slice(0, at)] = part.slice(at + 1);
  }
  const q = params.q === undefined ? 1 : Number(params.q);
  return { type, params, q: Number.isNaN(q) ? 0 : q };
}

/** The clauses in the client's order of preference; without a header it takes anything. */
export function acceptedBy(accept: string | undefined): readonly Clause[] {
  if (!accept) return [{ type: '*/*', params: {} }];
  const clauses = accept.split(',').map(readClause);
  return clauses.filter(({ q, type }) => q > 0 && type !== '').sort((a, b) => b.q - a.q);
}

export function takesJson({ type }: Clause): boolean {
  return type === 'application/json' || type === 'application/*' || type === '*/*' || type === '*';
}

/** The answer to a client that takes nothing of what there is. */
export function notAcceptable(): StatusError {
  const message = 'only the following media types are accepted: application/json';
  return new StatusError(406, 'NotAcceptable', message);
}

/** How the client wants objects shown. */
export type Rendering = 'Object' | 'Table' | 'Metadata';

function findRendering({ params }: Clause): Rendering | undefined {
  const { as, g, v } = params;
  if (as === undefined) return 'Object';
  if (g !== 'meta.k8s.io' || v !== 'v1') return undefined;
  if (as === 'Table') return 'Table';
  return as === 'PartialObjectMetadata' || as === 'PartialObjectMetadataList' ? 'Metadata' : undefined;
}

const renderings = new Map<string, Rendering>();
const MAX_KEPT = 64;

/** The first that can be had; throws the 406 when none can. */
export function renderingFor(accept: string | undefined): Rendering {
  const known = renderings.get(accept ?? '');
  if (known) return known;
  for (const clause of acceptedBy(accept)) {
    const rendering = takesJson(clause) ? findRendering(clause) : undefined;
    if (!rendering) continue;
    if (renderings.size < MAX_KEPT) renderings.set(accept ?? '', rendering);
    return rendering;
  }
  throw notAcceptable();
}

const BODIES: ReadonlySet<string> = new Set([
  '',
  'application/json',
  'application/yaml',
  'application/cbor',
  'application/vnd.kubernetes.protobuf',
]);

/** Refuses a body in a format that the server does not read. */
export function checkBodyType(contentType: string | undefined): void {
  const type = (contentType ?? '').split(';')[0]?.trim() ?? '';
  if (BODIES.has(type)) return;
  const known = 'application/json, application/yaml, application/vnd.kubernetes.protobuf';
  const message = `the body of the request was in an unknown format - accepted media types include: ${known}`;
  throw new StatusError(415, 'UnsupportedMediaType', message);
}
