/** Printing whole objects: yaml, json, name, jsonpath, custom-columns. */
import type { ToolIo } from '../../tool.ts';
import { CommandError } from '../cli/errors.ts';
import type { FlagValues } from '../cli/flags.ts';
import { isObject, type Json, type JsonObject, object, text, withValue } from '../json.ts';
import { toYaml } from '../yaml/emit.ts';
import { type Column, parseColumns, parseColumnsFile, renderColumns } from './custom-columns.ts';
import { goSyntax } from './go-syntax.ts';
import { parseGoTemplate } from './go-template.ts';
import { goValueText, renderGoTemplate } from './go-template-eval.ts';
import { compactJson, type KeyOrder, prettyJson } from './json.ts';
import { parseTemplate } from './jsonpath.ts';
import { findAll, renderTemplate } from './jsonpath-eval.ts';
import { toKyaml } from './kyaml.ts';

/** The text of one object. */
export type ObjectPrinter = (object: JsonObject) => string;

/** What `-o` may be: `get` knows columns too. */
export type Formats = 'Objects' | 'Columns';

const OBJECTS =
  'go-template,go-template-file,json,jsonpath,jsonpath-as-json,jsonpath-file,kyaml,name,template,templatefile,yaml';
const ALLOWED: Readonly<Record<Formats, string>> = {
  Objects: OBJECTS,
  Columns: `custom-columns,custom-columns-file,${OBJECTS.replace(',yaml', ',wide,yaml')}`,
};

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

const NO_TEMPLATE = 'template format specified but no template given';

function jsonpathPrinter(format: string, template: string, flags: FlagValues): ObjectPrinter {
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

function goTemplatePrinter(template: string, { flags, io }: Printing): ObjectPrinter {
  try {
    parseGoTemplate(template);
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    throw new CommandError(`error parsing template ${template}, ${error.message}`);
  }
  const allowMissing = !flags.has('allow-missing-template-keys') || flags.bool('allow-missing-template-keys');
  return (value) => {
    try {
      return renderGoTemplate(template, value, allowMissing ? 'Allowed' : 'Refused');
    } catch (error) {
      if (!(error instanceof CommandError)) throw error;
      io.out(
        `Error executing template: ${error.message}. Printing more information for debugging the template:\n\ttemplate was:\n\t\t${template}\n\traw data was:\n\t\t${compactJson(value)}\n\tobject given to template engine was:\n\t\t${goValueText(value)}\n\n`,
      );
      throw new CommandError(`error executing template ${JSON.stringify(template)}: ${error.message}`);
    }
  };
}

export const unknownFormat = (format: string, formats: Formats): CommandError =>
  new CommandError(
    `unable to match a printer suitable for the output format ${JSON.stringify(format)}, allowed formats are: ${ALLOWED[formats]}`,
  );

export interface Printing {
  readonly flags: FlagValues;
  readonly io: ToolIo;
}

/** One document after the other: what one printer prints is told apart by lines of `---`. */
function yamlPrinter(trim: (value: JsonObject) => JsonObject): ObjectPrinter {
  let printed = 0;
  return (value) => `${printed++ > 0 ? '---\n' : ''}${toYaml(trim(value))}`;
}

/** The template of `-o FORMAT=TEMPLATE`, or of the file that it names. */
function templateOf(format: string, argument: string, { io }: Printing): string {
  if (argument === '') throw new CommandError(NO_TEMPLATE);
  if (!format.endsWith('file')) return argument;
  const read = io.files.read(argument.startsWith('/') ? argument : `${io.cwd}/${argument}`);
  if (read === undefined)
    throw new CommandError(`error reading --template ${argument}, open ${argument}: no such file or directory`);
  return read;
}

function columnsOf(format: string, argument: string, { io }: Printing): readonly Column[] {
  if (format === 'custom-columns') return parseColumns(argument);
  if (argument === '') throw new CommandError('custom-columns format specified but no custom columns given');
  const read = io.files.read(argument.startsWith('/') ? argument : `${io.cwd}/${argument}`);
  if (read === undefined)
    throw new CommandError(`error reading template ${argument}, open ${argument}: no such file or directory`);
  return parseColumnsFile(read);
}

/**
 * The printer of `-o`; undefined for the command's own words (no format, and `wide`). `order` is that of JSON's keys:
 * objects made by kubectl itself keep the order of their Go types.
 */
export function findPrinter(
  printing: Printing,
  order: KeyOrder = 'Sorted',
  formats: Formats = 'Objects',
): ObjectPrinter | undefined {
  const { flags } = printing;
  const template = flags.has('template') ? flags.text('template') : '';
  const output = flags.text('output') || (template === '' ? '' : 'go-template');
  const equals = output.indexOf('=');
  const format = equals < 0 ? output : output.slice(0, equals);
  const argument = equals < 0 ? template : output.slice(equals + 1);
  const trim: (value: JsonObject) => JsonObject = flags.bool('show-managed-fields')
    ? (value) => value
    : withoutManagedFields;
  switch (format) {
    case '':
      return undefined;
    case 'json':
      return (value) => prettyJson(trim(value), order);
    case 'yaml':
      return yamlPrinter(trim);
    case 'kyaml':
      return (value) => toKyaml(trim(value), order);
    case 'name':
      return (value) => `${nameOf(value)}\n`;
    case 'jsonpath':
    case 'jsonpath-as-json':
    case 'jsonpath-file':
      return jsonpathPrinter(format, templateOf(format, argument, printing), flags);
    case 'go-template':
    case 'go-template-file':
    case 'template':
    case 'templatefile':
      return goTemplatePrinter(templateOf(format, argument, printing), printing);
  }
  if (formats === 'Objects') throw unknownFormat(output, formats);
  if (output === 'wide') return undefined;
  if (format !== 'custom-columns' && format !== 'custom-columns-file') throw unknownFormat(output, formats);
  const columns = columnsOf(format, argument, printing);
  return (value) => renderColumns(columns, itemsOf(value), flags.bool('no-headers'));
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
