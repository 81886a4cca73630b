/** `kubectl explain`. Models: k8s.io/kubectl/pkg/explain/v2, templates/plaintext.tmpl */
import type { Command, Invocation } from '../cli/command.ts';
import { CommandError, Exit, isNotFound, notModelled } from '../cli/errors.ts';
import type { Resource } from '../client/discovery.ts';
import {
  findFielded,
  findKindSchema,
  getDocument,
  innerOf,
  type OpenapiDocument,
  typeText,
} from '../client/openapi.ts';
import { isObject, type Json, type JsonObject, list, object, sortedEntries, text } from '../json.ts';

const WIDTH = 76;

/** Breaks at spaces; what stands between words stays as it is. */
function wrap(paragraph: string): string[] {
  const lines: string[] = [];
  let line = /^\s*/.exec(paragraph)?.[0] ?? '';
  for (const [, word = '', gap = ''] of paragraph.matchAll(/(\S+)(\s*)/g)) {
    if (line.trim() !== '' && line.length + word.length > WIDTH) {
      lines.push(line.trimEnd());
      line = '';
    }
    line += word + gap;
  }
  return [...lines, line.trimEnd()];
}

const indented = (description: string): string =>
  description
    .split('\n')
    .flatMap(wrap)
    .map((line) => `    ${line}\n`)
    .join('');

const NONE = '<no description>';

/** A schema's own words and those of what it refers to. */
function describe(document: OpenapiDocument, schema: JsonObject): string {
  const found: string[] = [];
  for (let here: JsonObject | undefined = schema; here; here = innerOf(document, here))
    if (text(here, 'description') !== '') found.push(text(here, 'description'));
  return (found.length === 0 ? [NONE] : found).map(indented).join('');
}

const requiredMark = (schema: JsonObject, name: string): string =>
  list(schema, 'required').includes(name) ? ' -required-' : '';

/** More values of one field are not listed beside others. */
const MAX_VALUES = 4;

const shownValue = (value: Json): string => (value === '' ? '""' : String(value));

/** The allowed values under a field among others, as far as there are any. */
function shortEnum(schema: JsonObject, indent: string): string {
  const values = list(schema, 'enum').map(shownValue);
  if (values.length === 0) return '';
  const shown = values.slice(0, MAX_VALUES).join(', ');
  return `${indent}enum: ${shown}${values.length > MAX_VALUES ? ', ....' : ''}\n`;
}

/** The allowed values of the one field that is explained. */
function longEnum(schema: JsonObject): string {
  const values = list(schema, 'enum');
  return values.length === 0 ? '' : `ENUM:${values.map((value) => `\n    ${shownValue(value)}`).join('')}`;
}

function fieldLines(document: OpenapiDocument, schema: JsonObject): string {
  return sortedEntries(object(schema, 'properties'))
    .map(([name, field]) => {
      const value = isObject(field) ? field : {};
      const words = indented(text(value, 'description') || NONE);
      return `  ${name}\t<${typeText(document, value)}>${requiredMark(schema, name)}\n${shortEnum(value, '  ')}${words}\n`;
    })
    .join('');
}

/** Every field below, without words; a schema inside itself is not opened again. */
function fieldTree(
  document: OpenapiDocument,
  schema: JsonObject,
  indent: string,
  above: readonly JsonObject[],
): string {
  return sortedEntries(object(schema, 'properties'))
    .map(([name, field]) => {
      const value = isObject(field) ? field : {};
      const inner = findFielded(document, value);
      const below = inner && !above.includes(inner) ? fieldTree(document, inner, `${indent}  `, [...above, inner]) : '';
      return `${indent}${name}\t<${typeText(document, value)}>${requiredMark(schema, name)}\n${shortEnum(value, indent)}${below}`;
    })
    .join('');
}

function fieldsText(invocation: Invocation, document: OpenapiDocument, schema: JsonObject): string {
  const fielded = findFielded(document, schema);
  if (!fielded) return '';
  const recursive = invocation.flags.bool('recursive');
  return `FIELDS:\n${recursive ? fieldTree(document, fielded, '  ', [fielded]) : fieldLines(document, fielded)}`;
}

interface Asked {
  readonly group: string;
  readonly version: string;
  readonly resource: Resource;
  readonly path: readonly string[];
}

/** `pods.spec`, `deployments.v1.apps.spec`: the longest beginning that names a resource. */
function readArgument({ discovery, flags }: Invocation, argument: string): Asked {
  const [type = '', ...rest] = argument.split('.');
  const resource = discovery.find(type);
  if (!resource) throw new Exit(1, `the server doesn't have a resource type ${JSON.stringify(type)}\n`);
  const given = flags.text('api-version');
  if (given === '') return { group: resource.group, version: resource.version, resource, path: rest };
  const [group = '', version, more] = given.includes('/') ? given.split('/') : ['', given];
  if (version === undefined || more !== undefined) throw new CommandError(`unexpected GroupVersion string: ${given}`);
  return { group, version, resource, path: rest };
}

function getRoot({ api }: Invocation, asked: Asked): { document: OpenapiDocument; root: JsonObject } {
  const { group, version, resource } = asked;
  const missing = new CommandError(`GVR (${group}/${version}, Resource=${resource.name}) not found in OpenAPI schema`);
  if (group !== resource.group || version !== resource.version) throw missing;
  try {
    const document = getDocument(api, group, version);
    const root = findKindSchema(document, resource);
    if (root) return { document, root };
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
  throw missing;
}

function descend(document: OpenapiDocument, root: JsonObject, path: readonly string[]): JsonObject | undefined {
  let here: JsonObject | undefined = root;
  for (const name of path) {
    const fielded: JsonObject | undefined = here && findFielded(document, here);
    const field: Json | undefined = fielded && object(fielded, 'properties')[name];
    here = isObject(field) ? field : undefined;
  }
  return here;
}

const FORMATS: readonly string[] = ['', 'plaintext'];

function run(invocation: Invocation): number {
  const { args, flags, io } = invocation;
  const [argument] = args;
  if (argument === undefined)
    throw new CommandError(
      'You must specify the type of resource to explain. Use "kubectl api-resources" for a complete list of supported resources.',
    );
  if (args.length > 1) throw new CommandError('We accept only this format: explain RESOURCE');
  if (flags.text('output') === 'plaintext-openapiv2') throw notModelled('-o plaintext-openapiv2');
  if (!FORMATS.includes(flags.text('output'))) throw new CommandError(`unrecognized format: ${flags.text('output')}`);
  const asked = readArgument(invocation, argument);
  const { document, root } = getRoot(invocation, asked);
  const group = asked.group === '' ? '' : `GROUP:      ${asked.group}\n`;
  io.out(`${group}KIND:       ${asked.resource.kind}\nVERSION:    ${asked.version}\n\n`);
  const schema = descend(document, root, asked.path);
  const last = asked.path.at(-1);
  if (!schema) throw new CommandError(`field ${JSON.stringify(last)} does not exist`);
  const field = last === undefined ? '' : `FIELD: ${last} <${typeText(document, schema)}>\n${longEnum(schema)}\n\n`;
  io.out(`${field}DESCRIPTION:\n${describe(document, schema)}    \n${fieldsText(invocation, document, schema)}\n`);
  return 0;
}

export const explainCommand: Command = { name: 'explain', completes: 'TypeThenNames', run };
