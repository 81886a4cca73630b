import { sendRaw } from '../change/raw.ts';
import type { Command, Invocation } from '../cli/command.ts';
import { CommandError, Exit, isNotFound, throwAll } from '../cli/errors.ts';
import { TABLE } from '../client/api.ts';
import type { Resource } from '../client/discovery.ts';
import { infoPath, listCollection, listItems, type Selection, selectResources } from '../client/resources.ts';
import { timeSince } from '../describe/time.ts';
import { isObject, type Json, type JsonObject, list, text } from '../json.ts';
import { findPrinter, wrapList } from '../output/printer.ts';
import { sortItems, sortRows } from '../output/sort.ts';
import { isTable, TableWriter, tableLines } from '../output/table.ts';
import { tableOptions } from './get-table.ts';
import { watchCommand } from './get-watch.ts';

const REQUIRED = `You must specify the type of resource to get. Use "kubectl api-resources" for a complete list of supported resources.

error: Required resource not specified.
Use "kubectl explain <resource>" for a detailed description of that resource (e.g. kubectl explain pods).
See 'kubectl get -h' for help and examples
`;

interface Answer {
  readonly resource: Resource;
  readonly body: JsonObject;
}

interface Answers {
  readonly answers: readonly Answer[];
  readonly errors: readonly Error[];
}

/** Asks for everything selected, as tables or as objects. */
function fetchAnswers(
  invocation: Invocation,
  selection: Selection,
  accept: string,
  query: Record<string, string | undefined>,
): Answers {
  const { api, flags } = invocation;
  const errors: Error[] = [];
  const ask = (resource: Resource, request: () => Json): Answer[] => {
    try {
      const body = request();
      if (typeof body === 'string') throw new CommandError("serializer for text/plain; charset=utf-8 doesn't exist");
      return isObject(body) ? [{ resource, body }] : [];
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      if (!isNotFound(error) || !flags.bool('ignore-not-found')) errors.push(error);
      return [];
    }
  };
  if (selection.kind === 'objects') {
    errors.push(...selection.errors);
    const subresource = flags.text('subresource') || undefined;
    const answers = selection.infos.flatMap((info) =>
      ask(info.resource, () => api.get(infoPath(info, subresource), query, accept)),
    );
    return { answers, errors };
  }
  if (flags.text('subresource') !== '')
    throw new CommandError('subresource cannot be used when bulk resources are specified');
  const limit = flags.text('chunk-size') === '0' ? undefined : flags.text('chunk-size');
  const answers = selection.resources.flatMap((resource) => {
    const pages: Answer[] = [];
    let next: string | undefined;
    do {
      const page = { ...query, limit, continue: next };
      const asked = ask(resource, () => listCollection(invocation, resource, selection, page, accept));
      pages.push(...asked);
      next = text(asked[0]?.body, 'metadata', 'continue') || undefined;
    } while (next !== undefined);
    return pages;
  });
  return { answers, errors };
}

/** What kubectl makes of objects by itself: their names and ages. */
function ownTables({ io }: Invocation, { answers, errors }: Answers): Answers {
  const nowMs = io.clock.epochMs + io.clock.nowMs();
  const columnDefinitions = [{ name: 'Name' }, { name: 'Age' }];
  const tables = answers.map((answer) => {
    const rows = unwrap(answer).map((object) => {
      const age = timeSince(text(object, 'metadata', 'creationTimestamp'), nowMs);
      return { cells: [text(object, 'metadata', 'name'), age], object };
    });
    return { ...answer, body: { kind: 'Table', columnDefinitions, rows } };
  });
  return { answers: tables, errors };
}

function printTables(invocation: Invocation, answers: readonly Answer[]): string {
  const { flags } = invocation;
  const kinds = new Set(answers.map(({ resource }) => resource)).size > 1 ? 'Several' : 'One';
  const groups: { resource: Resource; lines: string[] }[] = [];
  for (const { resource, body } of answers) {
    if (!isTable(body)) continue;
    const last = groups.at(-1);
    const sorted = flags.text('sort-by') === '' ? body : sortRows(body, flags.text('sort-by'));
    if (list(sorted, 'rows').length === 0) continue;
    const options = tableOptions(invocation, resource, kinds);
    if (last?.resource === resource) last.lines.push(...tableLines(sorted, { ...options, noHeaders: true }));
    else groups.push({ resource, lines: tableLines(sorted, options) });
  }
  const texts = groups.map(({ lines }) => {
    const writer = new TableWriter();
    writer.add(lines);
    return writer.flush();
  });
  return texts.join(flags.bool('no-headers') ? '' : '\n');
}

/** Objects with kind and version, lists taken apart. */
function unwrap({ resource, body }: Answer): JsonObject[] {
  return Array.isArray(body.items) ? listItems(body, resource) : [body];
}

function printObjects(invocation: Invocation, selection: Selection, answers: readonly Answer[]): string {
  const { flags } = invocation;
  const printer = findPrinter(invocation, 'Sorted', 'Columns');
  if (!printer) return '';
  const items = answers.flatMap(unwrap);
  const single = selection.kind === 'objects' && selection.infos.length === 1 && selection.errors.length === 0;
  const [first] = items;
  if (single) return first ? printer(first) : '';
  const sorted = flags.text('sort-by') === '' ? items : sortItems(items, flags.text('sort-by'));
  if (flags.text('output') === 'name') return sorted.map(printer).join('');
  if (selection.kind === 'objects' && items.length === 0) return '';
  return printer(wrapList(sorted));
}

function nothingFound(invocation: Invocation, selection: Selection): string {
  const resources =
    selection.kind === 'collections' ? selection.resources : selection.infos.map(({ resource }) => resource);
  const scoped = !invocation.flags.bool('all-namespaces') && resources.every((resource) => resource.namespaced);
  return scoped ? `No resources found in ${invocation.namespace} namespace.\n` : 'No resources found\n';
}

function checkRaw({ args, flags }: Invocation): void {
  if (args.length > 0) throw new CommandError('arguments may not be passed when --raw is specified');
  if (flags.bool('watch') || flags.bool('watch-only') || flags.text('selector') !== '')
    throw new CommandError(
      '--raw may not be specified with other flags that filter the server request or alter the output',
    );
  if (flags.text('output') !== '') throw new CommandError('--raw and --output are mutually exclusive');
}

async function run(invocation: Invocation): Promise<number> {
  const { flags, args, io } = invocation;
  if (flags.text('raw') !== '') {
    checkRaw(invocation);
    return sendRaw(invocation, 'get');
  }
  if (args.length === 0 && flags.list('filename').length === 0) throw new Exit(1, REQUIRED);
  const printer = findPrinter(invocation, 'Sorted', 'Columns');
  const selection = selectResources(invocation, flags, args, { bareTypes: true });
  if (flags.bool('watch') || flags.bool('watch-only')) return watchCommand(invocation, selection, printer);
  if (flags.bool('output-watch-events'))
    throw new CommandError('--output-watch-events option can only be used with --watch or --watch-only');
  const sorting = flags.text('sort-by') !== '';
  const { answers, errors } = printer
    ? fetchAnswers(invocation, selection, 'application/json', {})
    : flags.bool('server-print')
      ? fetchAnswers(invocation, selection, TABLE, sorting ? { includeObject: 'Object' } : {})
      : ownTables(invocation, fetchAnswers(invocation, selection, 'application/json', {}));
  const output = printer ? printObjects(invocation, selection, answers) : printTables(invocation, answers);
  io.out(output);
  if (output === '' && !printer && errors.length === 0 && !flags.bool('ignore-not-found'))
    io.err(nothingFound(invocation, selection));
  throwAll(errors);
  return 0;
}

export const getCommand: Command = {
  name: 'get',
  unmodelled: ['kustomize'],
  completes: 'TypeThenNames',
  run,
};
