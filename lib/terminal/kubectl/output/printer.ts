/** Printing whole objects: yaml, json, name, jsonpath, custom-columns. */
import { CommandError, notModelled } from '../cli/errors.ts';
import type { FlagValues } from '../cli/flags.ts';
import { isObject, type Json, type JsonObject, object, text, withValue } from '../json.ts';
import { toYaml } from '../yaml/emit.ts';
import { parseColumns, renderColumns } from './custom-columns.ts';
import { goSyntax } from './go-syntax.ts';
import { type KeyOrder, prettyJson } from './json.ts';
import { parseTemplate } from './jsonpath.ts';
import { findAll, renderTemplate } from './jsonpath-eval.ts';

/** The text of one object. */
export type ObjectPrinter = (object: JsonObject) => string;

const TEMPLATES = new Set([
  'go-template',
  'go-template-file',
  'template',
  'templatefile',
  'kyaml',
  'jsonpath-file',
  'custom-columns-file',
]);
const ALLOWED =
  'custom-columns,custom-columns-file,go-template,go-template-file,json,jsonpath,jsonpath-as-json,jsonpath-file,kyaml,name,template,templatefile,wide,yaml';

function withoutManagedFields(value: JsonObject): JsonObject {
  const bare = isObject(value.metadata) && value.metadata.managedFields !== undefined;
  const trimmed = bare ? withValue(value, ['metadata', 'managedFields'], undefined) : value;
  if (!Array.isArray(trimmed.items)) return trimmed;
  return { ...trimmed, items: trimmed.items.map((item: Json) => (isObject(item) ? withoutManagedFields(item) : item)) };
}

/** `pod/cart`, `deployment.apps/web`, from the object itself. */
export function nameOf(value: JsonObject): string {
  const apiVersion = text(value, 'apiVersion');
  const group = apiVersion.includes('/') ? `.${apiVersion.slice(0, apiVersion.indexOf('/'))}` : '';
  return `${text(value, 'kind').toLowerCase()}${group}/${text(object(value, 'metadata'), 'name') || '<unknown>'}`;
}

function templatePrinter(format: string, template: string, flags: FlagValues): ObjectPrinter {
  if (template === '') throw new CommandError('template format specified but no template given');
  const allowMissing = !flags.has('allow-missing-template-keys') || flags.bool('allow-missing-template-keys');
  try {
    parseTemplate(template);
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    throw new CommandError(`error parsing jsonpath ${template}, ${error.message}`);
  }
  if (format === 'jsonpath-as-json') return (value) => prettyJson(findAll(template, value, { allowMissing }));
  return (value) => {
    try {
      return renderTemplate(template, value, { allowMissing });
    } catch (error) {
      if (!(error instanceof CommandError)) throw error;
      throw new CommandError(
        `error executing jsonpath ${JSON.stringify(template)}: Error executing template: ${error.message}. Printing more information for debugging the template:\n\ttemplate was:\n\t\t${template}\n\tobject given to jsonpath engine was:\n\t\t${goSyntax(value)}\n\n\n`,
      );
    }
  };
}

export const unknownFormat = (format: string): CommandError =>
  new CommandError(
    `unable to match a printer suitable for the output format ${JSON.stringify(format)}, allowed formats are: ${ALLOWED}`,
  );

/**
 * The printer of `-o`; undefined for the command's own words (no format, and `wide`). `order` is that of JSON's keys:
 * objects made by kubectl itself keep the order of their Go types.
 */
export function findPrinter(flags: FlagValues, order: KeyOrder = 'Sorted'): ObjectPrinter | undefined {
  const output = flags.text('output');
  const equals = output.indexOf('=');
  const format = equals < 0 ? output : output.slice(0, equals);
  const argument = equals < 0 ? '' : output.slice(equals + 1);
  const trim: (value: JsonObject) => JsonObject = flags.bool('show-managed-fields')
    ? (value) => value
    : withoutManagedFields;
  if (output === '' || output === 'wide') return undefined;
  if (format === 'json') return (value) => prettyJson(trim(value), order);
  if (format === 'yaml') return (value) => toYaml(trim(value));
  if (format === 'name') return (value) => `${nameOf(value)}\n`;
  if (format === 'jsonpath' || format === 'jsonpath-as-json') return templatePrinter(format, argument, flags);
  if (format === 'custom-columns') {
    const columns = parseColumns(argument);
    return (value) => renderColumns(columns, itemsOf(value), flags.bool('no-headers'));
  }
  if (format.endsWith('template') && argument === '')
    throw new CommandError('template format specified but no template given');
  if (TEMPLATES.has(format)) throw notModelled(`-o ${format}`);
  throw unknownFormat(output);
}

/** The items of a list, or the object alone. */
export const itemsOf = (value: JsonObject): readonly Json[] =>
  Array.isArray(value.items) && text(value, 'kind').endsWith('List') ? value.items : [value];

/** Several objects as kubectl wraps them. */
export const wrapList = (items: readonly JsonObject[], metadata: JsonObject = { resourceVersion: '' }): JsonObject => ({
  apiVersion: 'v1',
  items,
  kind: 'List',
  metadata,
});

/** `pod/cart created`, with what a dry run adds. */
export function resultLine(value: JsonObject, operation: string, dryRun: 'none' | 'client' | 'server'): string {
  const suffix = { none: '', client: ' (dry run)', server: ' (server dry run)' }[dryRun];
  return `${nameOf(value)} ${operation}${suffix}\n`;
}
