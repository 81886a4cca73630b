/** `kubectl get --watch`: the table first, then a row for everything that happens. */
import type { ApiWatch, WatchEvent } from '../../../world/apiserver/request.ts';
import type { Invocation } from '../cli/command.ts';
import { CommandError, StatusError } from '../cli/errors.ts';
import { TABLE } from '../client/api.ts';
import { apiVersionOf, pathOf, type Resource } from '../client/discovery.ts';
import type { Selection } from '../client/resources.ts';
import { isObject, type JsonObject, list, text } from '../json.ts';
import type { ObjectPrinter } from '../output/printer.ts';
import { isTable, TableWriter, tableLines } from '../output/table.ts';
import { tableOptions } from './get-table.ts';

interface Target {
  readonly resource: Resource;
  readonly path: string;
  readonly query: Record<string, string | undefined>;
}

/** The collection that is watched; a single object is a collection of one by its name. */
function targetOf(selection: Selection): Target {
  const plain = (resource: Resource, namespace: string) => pathOf(resource, namespace);
  if (selection.kind === 'collections') {
    const [resource, second] = selection.resources;
    const { labelSelector, fieldSelector } = selection;
    if (resource && !second)
      return { resource, path: plain(resource, selection.namespace), query: { labelSelector, fieldSelector } };
  } else {
    const [info, second] = selection.infos;
    const [failure] = selection.errors;
    if (failure) throw failure;
    if (info && !second)
      return {
        resource: info.resource,
        path: plain(info.resource, info.namespace),
        query: { fieldSelector: `metadata.name=${info.name}` },
      };
  }
  throw new CommandError(
    'watch is only supported on individual resources and resource collections - more than 1 resource was found',
  );
}

class WatchPrinter {
  readonly #invocation: Invocation;
  readonly #target: Target;
  readonly #printer: ObjectPrinter | undefined;
  readonly #tables = new TableWriter();
  #columns: JsonObject = {};
  #headed = false;
  #printed = 0;

  constructor(invocation: Invocation, target: Target, printer: ObjectPrinter | undefined) {
    this.#invocation = invocation;
    this.#target = target;
    this.#printer = printer;
  }

  print(type: string, value: unknown): void {
    if (!isObject(value)) return;
    if (this.#printer) this.#printObject(type, value);
    else this.#printTable(type, value);
  }

  #printTable(type: string, value: JsonObject): void {
    if (!isTable(value) || list(value, 'rows').length === 0) return;
    if (list(value, 'columnDefinitions').length > 0)
      this.#columns = { columnDefinitions: list(value, 'columnDefinitions') };
    const { flags, io } = this.#invocation;
    const options = tableOptions(this.#invocation, this.#target.resource, 'One');
    const eventType = flags.bool('output-watch-events') ? type : undefined;
    const noHeaders = options.noHeaders || this.#headed;
    this.#tables.add(tableLines({ ...value, ...this.#columns }, { ...options, noHeaders, eventType }));
    this.#headed = true;
    io.out(this.#tables.flush());
  }

  #printObject(type: string, value: JsonObject): void {
    const { flags, io } = this.#invocation;
    const { resource } = this.#target;
    const whole = { apiVersion: apiVersionOf(resource), kind: resource.kind, ...value };
    const shown = flags.bool('output-watch-events') ? { object: whole, type } : whole;
    const separator = flags.text('output') === 'yaml' && this.#printed++ > 0 ? '---\n' : '';
    io.out(separator + (this.#printer?.(shown) ?? ''));
  }
}

function listFirst(
  invocation: Invocation,
  target: Target,
  selection: Selection,
  printer: WatchPrinter,
  accept: string,
): string {
  const query = { ...target.query, limit: '500' };
  const body = invocation.api.get(target.path, query, accept);
  const items = isTable(body) ? list(body, 'rows') : list(body, 'items');
  if (selection.kind === 'objects' && items.length === 0) {
    const { resource } = target;
    const name = selection.infos[0]?.name ?? '';
    const kind = resource.group === '' ? resource.name : `${resource.name}.${resource.group}`;
    throw new StatusError({ reason: 'NotFound', message: `${kind} ${JSON.stringify(name)} not found` });
  }
  if (!invocation.flags.bool('watch-only')) {
    if (isTable(body)) printer.print('ADDED', body);
    else for (const item of items) printer.print('ADDED', item);
  }
  return text(body, 'metadata', 'resourceVersion');
}

function printEvents(events: readonly WatchEvent[], printer: WatchPrinter): void {
  for (const event of events) {
    if (event.type === 'ERROR') throw new StatusError(isObject(event.object) ? event.object : {});
    if (event.type !== 'BOOKMARK') printer.print(event.type, event.object);
  }
}

/** Prints what the watch brings until the person interrupts it, or nothing can happen any more. */
async function follow(invocation: Invocation, watch: ApiWatch, printer: WatchPrinter): Promise<number> {
  try {
    for (;;) {
      printEvents(watch.drain(), printer);
      const next = await invocation.io.clock.next('follow');
      if (next === 'interrupted' || invocation.io.interrupted()) return 130;
      if (next === 'idle') return 0;
    }
  } finally {
    watch.close();
  }
}

export async function watchCommand(
  invocation: Invocation,
  selection: Selection,
  printer: ObjectPrinter | undefined,
): Promise<number> {
  const target = targetOf(selection);
  const accept = printer ? 'application/json' : TABLE;
  if (invocation.flags.text('sort-by') !== '')
    invocation.io.err('warning: --watch requested, --sort-by will be ignored for watch events received\n');
  const writer = new WatchPrinter(invocation, target, printer);
  const resourceVersion = listFirst(invocation, target, selection, writer, accept);
  const watch = invocation.api.watch(target.path, { ...target.query, resourceVersion }, accept);
  return follow(invocation, watch, writer);
}
