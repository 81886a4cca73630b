/** The documents of a text of YAML or JSON, each with where it stands. */
import { parseAllDocuments } from 'yaml';

/** Manifests that cannot be taken: where, what was expected. */
export class ManifestError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'ManifestError';
  }
}

interface Manifest {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata?: { readonly name?: string; readonly namespace?: string };
}

export interface ManifestDocument {
  /** `shop.yaml, document 2` */
  readonly where: string;
  readonly manifest: Manifest;
}

/** In order; items of a List count as documents. `file` is for messages. Throws `ManifestError`. */
export function readDocuments(text: string, file: string): ManifestDocument[] {
  const documents = parseAllDocuments(text);
  return documents.flatMap((document, index) => {
    const [error] = document.errors;
    if (error) throw new ManifestError(`${file}: ${error.message}`);
    const where = documents.length > 1 ? `${file}, document ${index + 1}` : file;
    const value = document.toJS({ maxAliasCount: 100 }) as (Manifest & { readonly items?: readonly Manifest[] }) | null;
    if (value === null || value === undefined) return [];
    if (value.kind !== 'List') return [{ where, manifest: value }];
    return (value.items ?? []).map((manifest, at) => ({ where: `${where}, items[${at}]`, manifest }));
  });
}
