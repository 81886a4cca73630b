/** The objects of `-f`: files, folders and standard input. */
import type { ToolIo } from '../../tool.ts';
import { CommandError, notModelled } from '../cli/errors.ts';
import { at, isObject, type Json, type JsonObject, list, sortedEntries, text } from '../json.ts';
import { compactJson } from '../output/json.ts';
import { findPatchFields } from '../patch/meta.ts';
import { readYaml } from '../yaml/read.ts';

export interface Manifest {
  /** The file's path as given, `STDIN` for `-`. */
  readonly source: string;
  readonly object: JsonObject;
  /** The list that it was an item of. */
  readonly within?: JsonObject;
}

export interface ManifestRead {
  readonly manifests: readonly Manifest[];
  /** What could not be read; the rest is still worked on. */
  readonly errors: readonly Error[];
}

const EXTENSION = /\.(json|yaml|yml)$/;

export function absolutePath(io: Pick<ToolIo, 'cwd'>, path: string): string {
  const joined = path.startsWith('/') ? path : `${io.cwd === '/' ? '' : io.cwd}/${path}`;
  const parts: string[] = [];
  for (const part of joined.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return `/${parts.join('/')}`;
}

/** Paths of a folder's manifests, as given; sub-folders only where `recursive`. */
function listFolder(io: ToolIo, path: string, depth: 'Flat' | 'Recursive'): string[] {
  return (io.files.list(absolutePath(io, path)) ?? []).flatMap((name) => {
    const inner = `${path.replace(/\/$/, '')}/${name}`;
    const isFolder = io.files.stat(absolutePath(io, inner))?.kind === 'directory';
    if (isFolder) return depth === 'Recursive' ? listFolder(io, inner, depth) : [];
    return EXTENSION.test(name) ? [inner] : [];
  });
}

function expandPath(io: ToolIo, path: string, depth: 'Flat' | 'Recursive'): string[] {
  if (/^https?:\/\//.test(path)) throw notModelled(`-f ${path}`);
  const stat = io.files.stat(absolutePath(io, path));
  if (!stat) throw new CommandError(`the path ${JSON.stringify(path)} does not exist`);
  if (stat.kind === 'file') return [path];
  const found = listFolder(io, path, depth);
  if (found.length === 0)
    throw new CommandError(`error reading [${path}]: recognized file extensions are [.json .yaml .yml]`);
  return found;
}

/** Documents between lines of `---`; each keeps its own line numbers, as kubectl's messages do. */
export function splitDocuments(source: string): string[] {
  const documents: string[] = [];
  let lines: string[] = [];
  for (const line of source.split('\n')) {
    if (/^---\s*$/.test(line)) {
      if (lines.length > 0) documents.push(lines.join('\n'));
      lines = [];
    } else lines.push(line);
  }
  documents.push(lines.join('\n'));
  return documents;
}

/** Whether a command asks for the schema check, which has words of its own; `Typed`: only the kinds that kubectl carries. */
export type Checks = 'Validated' | 'Decoded' | 'Typed';

function checkKind(source: string, value: Json, checks: Checks): JsonObject {
  if (checks !== 'Validated') checkDecodes(source, value);
  const invalid = (why: string) =>
    new CommandError(
      `error validating ${JSON.stringify(source)}: error validating data: ${why}; if you choose to ignore these errors, turn validation off with --validate=false`,
    );
  if (!isObject(value)) throw invalid('invalid object to validate');
  const missing = [...(value.apiVersion ? [] : ['apiVersion not set']), ...(value.kind ? [] : ['kind not set'])];
  if (checks === 'Typed') checkRegistered(source, value);
  if (checks !== 'Validated') return checkName(source, value);
  if (missing.length > 1) throw invalid(`[${missing.join(', ')}]`);
  if (missing[0]) throw invalid(missing[0]);
  return checkName(source, value);
}

/** Models: the scheme of kubectl's own types. */
function checkRegistered(source: string, value: JsonObject): void {
  const [version, kind] = [text(value, 'apiVersion'), text(value, 'kind')];
  if (findPatchFields(version, kind)) return;
  throw new CommandError(
    `unable to decode ${JSON.stringify(source)}: no kind ${JSON.stringify(kind)} is registered for version ${JSON.stringify(version)} in scheme "pkg/scheme/scheme.go:28"`,
  );
}

function checkName(source: string, value: JsonObject): JsonObject {
  const name = isObject(value.metadata) ? value.metadata.name : undefined;
  if (name !== undefined && name !== null && typeof name !== 'string')
    throw new CommandError(
      `unable to decode ${JSON.stringify(source)}: json: cannot unmarshal ${jsonTypeName(name)} into Go struct field ObjectMeta.metadata.name of type string`,
    );
  const wrong = findWrongText(value);
  if (wrong !== undefined) throw new CommandError(`unable to decode ${JSON.stringify(source)}: ${wrong}`);
  return value;
}

/** Labels and annotations are texts; what Go says of the first that is none. */
export function findWrongText(value: JsonObject): string | undefined {
  for (const map of ['labels', 'annotations']) {
    const texts = at(value, 'metadata', map);
    const wrong = isObject(texts)
      ? sortedEntries(texts).find(([, item]) => item !== null && typeof item !== 'string')?.[1]
      : texts;
    if (wrong !== undefined)
      return `json: cannot unmarshal ${jsonTypeName(wrong)} into Go struct field ObjectMeta.metadata.${map} of type ${isObject(texts) ? 'string' : 'map[string]string'}`;
  }
  return undefined;
}

/** Models: the words of Go's decoder for what is no object. */
function checkDecodes(source: string, value: Json): void {
  const fail = (why: string) => new CommandError(`unable to decode ${JSON.stringify(source)}: ${why}`);
  if (!isObject(value))
    throw fail(`json: cannot unmarshal ${jsonTypeName(value)} into Go value of type unstructured.detector`);
  if (!value.kind) throw fail(`Object 'Kind' is missing in '${compactJson(value)}'`);
}

const jsonTypeName = (value: Json): string => {
  if (typeof value === 'boolean') return 'bool';
  return Array.isArray(value) ? 'array' : typeof value;
};

/** A `List` stands for its items. */
function flatten(value: JsonObject): JsonObject[] {
  const items = list(value, 'items').filter(isObject);
  return typeof value.kind === 'string' && value.kind.endsWith('List') && Array.isArray(value.items) ? items : [value];
}

/** Each document fails by itself, but one that is no YAML ends the file. */
function readSource(source: string, content: string, checks: Checks): ManifestRead {
  const manifests: Manifest[] = [];
  const errors: Error[] = [];
  for (const document of splitDocuments(content)) {
    let value: Json;
    try {
      value = readYaml(document);
    } catch (error) {
      if (!(error instanceof CommandError)) throw error;
      errors.push(new CommandError(`error parsing ${source}: error converting YAML to JSON: ${error.message}`));
      break;
    }
    if (value === null) continue;
    try {
      const whole = checkKind(source, value, checks);
      const items = flatten(whole);
      manifests.push(
        ...items.map((object) => (object === whole ? { source, object } : { source, object, within: whole })),
      );
    } catch (error) {
      if (!(error instanceof CommandError)) throw error;
      errors.push(error);
    }
  }
  return { manifests, errors };
}

/** Reads all of `-f`. A path that is not there throws; a document that cannot be read is among `errors`. */
export function readManifests(io: ToolIo, paths: readonly string[], recursive: boolean, checks: Checks): ManifestRead {
  const sources = paths.flatMap((path) =>
    path === '-' ? ['-'] : expandPath(io, path, recursive ? 'Recursive' : 'Flat'),
  );
  const manifests: Manifest[] = [];
  const errors: Error[] = [];
  for (const path of sources) {
    try {
      const content = path === '-' ? io.stdin : (io.files.read(absolutePath(io, path)) ?? '');
      const read = readSource(path === '-' ? 'STDIN' : path, content, checks);
      manifests.push(...read.manifests);
      errors.push(...read.errors);
    } catch (error) {
      if (!(error instanceof CommandError)) throw error;
      errors.push(error);
    }
  }
  return { manifests, errors };
}
