/** What `--local` works on: the objects of files, and no server that knows their kinds. */
import type { Invocation } from '../cli/command.ts';
import { AggregateFailure, CommandError } from '../cli/errors.ts';
import type { Resource } from '../client/discovery.ts';
import { type Checks, findWrongText, type Manifest, readManifests } from '../client/manifests.ts';
import type { Info } from '../client/resources.ts';
import { type JsonObject, text } from '../json.ts';
import { findPatchFields } from '../patch/meta.ts';
import { asGoType } from './go-type.ts';

interface Local {
  readonly infos: readonly Info[];
  readonly errors: readonly Error[];
}

/** A kind as its object names it. */
function resourceOf(object: JsonObject): Resource {
  const [version = '', group = ''] = text(object, 'apiVersion').split('/').reverse();
  const kind = text(object, 'kind');
  const name = kind.toLowerCase();
  const nothing = { shortNames: [], categories: [], verbs: [], subresources: [] };
  return { group, version, kind, name, singular: name, namespaced: true, ...nothing };
}

function infoOf({ source, object }: Manifest): Info {
  const [namespace, name] = [text(object, 'metadata', 'namespace'), text(object, 'metadata', 'name')];
  return { resource: resourceOf(object), namespace, name, source, object };
}

const read = ({ io, flags }: Invocation, checks: Checks) =>
  readManifests(io, flags.list('filename'), flags.bool('recursive'), checks);

/** The objects as they are written, whatever their kind. */
export function selectLocal(invocation: Invocation): Local {
  const { manifests, errors } = read(invocation, 'Decoded');
  return { infos: manifests.map(infoOf), errors };
}

/** How kubectl's messages name an object that no server has told it of, line break and all. */
export function localName({ resource: { kind, group }, name }: Info): string {
  const lower = kind.toLowerCase();
  return group === '' ? `${lower}/${name}` : `${lower}.${group}/${name}\n`;
}

const NO_TYPE =
  'unable to get type info from the object "*runtime.Unknown": no kind is registered for the type runtime.Unknown in scheme "pkg/scheme/scheme.go:28"';

const isKnown = (object: JsonObject): boolean =>
  findPatchFields(text(object, 'apiVersion'), text(object, 'kind')) !== undefined;

/** A list with an item that cannot be decoded is left out as a whole. */
function decodeList(items: readonly JsonObject[]): string[] {
  const wrong = items.flatMap((item) => (isKnown(item) ? (findWrongText(item) ?? []) : []));
  return wrong.length > 0 ? wrong : items.filter((item) => !isKnown(item)).map(() => NO_TYPE);
}

/** The same as values of kubectl's own Go types, which know the built-in kinds. */
export function selectTyped(invocation: Invocation): Local {
  const { manifests, errors } = read(invocation, 'Typed');
  const failures = [...errors];
  const broken = new Set<JsonObject>();
  for (const within of new Set(manifests.flatMap(({ within }) => (within ? [within] : [])))) {
    const wrong = decodeList(manifests.filter((manifest) => manifest.within === within).map(({ object }) => object));
    if (wrong.length > 0) failures.push(new AggregateFailure(wrong.map((why) => new CommandError(why))));
    if (wrong.some((why) => why !== NO_TYPE)) broken.add(within);
  }
  const infos = manifests
    .filter(({ object, within }) => isKnown(object) && !(within && broken.has(within)))
    .map((manifest) => ({ ...infoOf(manifest), object: asGoType(manifest.object) }));
  return { infos, errors: failures };
}
