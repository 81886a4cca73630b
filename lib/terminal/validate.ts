/** What the API server would say of a file of manifests, with the place in the text, for the margin of the editor. */
import { type Document, isNode, LineCounter, parseAllDocuments } from 'yaml';
import { findKind } from '../world/api/kinds.ts';
import type { ApiAnswer } from '../world/apiserver/request.ts';
import type { World } from '../world/world.ts';

export interface Problem {
  /** From 1. */
  readonly line: number;
  readonly column: number;
  readonly message: string;
  readonly severity: 'error' | 'warning';
}

interface Manifest {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata?: { readonly name?: string; readonly namespace?: string; readonly resourceVersion?: string };
}

/** Asks for a dry run of each document; `world` is a fork that nobody else uses. */
export function validateManifest(world: World, text: string): readonly Problem[] {
  const lines = new LineCounter();
  const documents = parseAllDocuments(text, { lineCounter: lines, prettyErrors: false });
  if ('empty' in documents) return [];
  return documents.flatMap((document) => {
    const place = (offset: number) => {
      const { line, col } = lines.linePos(offset);
      return { line: Math.max(1, line), column: Math.max(1, col) };
    };
    const broken = document.errors.map(
      ({ pos, message }): Problem => ({ ...place(pos[0]), message, severity: 'error' }),
    );
    if (broken.length > 0) return broken;
    return problemsOf(world, document).map(({ path, message, severity }) => ({
      ...place(offsetOf(document, path)),
      message,
      severity,
    }));
  });
}

interface Located {
  readonly path: readonly (string | number)[];
  readonly message: string;
  readonly severity: Problem['severity'];
}

function problemsOf(world: World, document: Document): readonly Located[] {
  const manifest = document.toJS({ maxAliasCount: 100 }) as Manifest | null;
  if (manifest === null || typeof manifest !== 'object') return [];
  const kind = findKind(manifest.kind ?? '', manifest.apiVersion);
  if (!kind) {
    const message = `no matches for kind "${manifest.kind ?? ''}" in version "${manifest.apiVersion ?? ''}"`;
    return [{ path: ['kind'], message, severity: 'error' }];
  }
  const prefix = kind.group === '' ? `/api/${kind.version}` : `/apis/${kind.apiVersion}`;
  const namespace = kind.scope === 'Namespaced' ? `/namespaces/${manifest.metadata?.namespace ?? 'default'}` : '';
  const collection = `${prefix}${namespace}/${kind.plural}`;
  // What carries a resourceVersion came from the cluster, as in `kubectl edit`, and goes back as an update.
  const isUpdate = manifest.metadata?.resourceVersion !== undefined;
  const answer = world.request('main', {
    method: isUpdate ? 'PUT' : 'POST',
    path: isUpdate ? `${collection}/${manifest.metadata?.name ?? ''}` : collection,
    query: { dryRun: 'All', fieldValidation: 'Strict' },
    body: manifest,
  });
  return located(answer);
}

interface StatusBody {
  readonly message?: string;
  readonly reason?: string;
  readonly details?: { readonly causes?: readonly { readonly message?: string; readonly field?: string }[] };
}

function located(answer: ApiAnswer): readonly Located[] {
  if ('watch' in answer) return [];
  const warnings = answer.warnings.map(
    (message): Located => ({ path: fieldIn(message), message, severity: 'warning' }),
  );
  const { message = '', reason, details } = answer.body as StatusBody;
  // What exists already is what the file is going to change.
  if (answer.status < 400 || reason === 'AlreadyExists') return warnings;
  const causes = details?.causes ?? [];
  if (causes.length === 0) return [...warnings, { path: fieldIn(message), message, severity: 'error' }];
  return [
    ...warnings,
    ...causes.map(
      (cause): Located => ({ path: pathOf(cause.field ?? ''), message: cause.message ?? message, severity: 'error' }),
    ),
  ];
}

/** The field that a sentence quotes, as in `unknown field "spec.foo"`. */
function fieldIn(message: string): readonly (string | number)[] {
  return pathOf(
    /"((?:spec|metadata|data|status)[\w.[\]-]*)"/.exec(message)?.[1] ?? /\b(spec\.[\w.[\]-]+)/.exec(message)?.[1] ?? '',
  );
}

/** `spec.ports[0].port` → its keys. */
function pathOf(field: string): readonly (string | number)[] {
  return [...field.matchAll(/([^.[\]]+)|\[(\d+)\]/g)].map(([, name, index]) =>
    index === undefined ? (name ?? '') : Number(index),
  );
}

/** Where the deepest part of the path that exists stands in the text. */
function offsetOf(document: Document, path: readonly (string | number)[]): number {
  for (let length = path.length; length > 0; length--) {
    const node = document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return node.range[0];
  }
  return document.contents?.range?.[0] ?? 0;
}
