/** `kubectl events`: what happened, the latest last. */
import type { Command, Invocation } from '../cli/command.ts';
import { CommandError, Exit, StatusError } from '../cli/errors.ts';
import type { Query } from '../client/api.ts';
import { interval } from '../describe/events.ts';
import { compareText, isObject, type JsonObject, list, text } from '../json.ts';
import { findPrinter } from '../output/printer.ts';
import { TableWriter } from '../output/table.ts';
import { alignTabs, TABLE_TABS } from '../output/tabwriter.ts';

/** The field selector of `--for TYPE/NAME`. */
function aboutOf({ flags, discovery }: Invocation): string {
  const about = flags.text('for');
  if (about === '') return '';
  const [type = '', name = '', more] = about.split('/');
  if (more !== undefined) throw new CommandError('arguments in resource/name form may not have more than one slash');
  if (type === '' || name === '') throw new CommandError('--for must be in resource/name form');
  const resource = discovery.find(type);
  if (!resource) throw new Exit(1, `the server doesn't have a resource type ${JSON.stringify(type)}\n`);
  return `involvedObject.kind=${resource.kind},involvedObject.name=${name}`;
}

function typesOf({ flags }: Invocation): string[] {
  const types = flags.list('types').map((type) => type.toLowerCase());
  if (types.some((type) => type !== 'normal' && type !== 'warning'))
    throw new CommandError('valid --types are Normal or Warning');
  return types;
}

const momentOf = (event: JsonObject): string =>
  text(event, 'series', 'lastObservedTime') || text(event, 'lastTimestamp') || text(event, 'eventTime');

function lineOf(event: JsonObject, nowMs: number, everywhere: boolean): string {
  const involved = `${text(event, 'involvedObject', 'kind')}/${text(event, 'involvedObject', 'name')}`;
  return [
    ...(everywhere ? [text(event, 'metadata', 'namespace')] : []),
    interval(event, nowMs),
    text(event, 'type'),
    text(event, 'reason'),
    involved,
    text(event, 'message').trim(),
  ].join('\t');
}

/** The rows, under their header where it is wanted and was not printed before. */
function linesOf({ flags, io }: Invocation, events: readonly JsonObject[], header: 'First' | 'Again'): string[] {
  const everywhere = flags.bool('all-namespaces');
  const nowMs = io.clock.epochMs + io.clock.nowMs();
  const names = [...(everywhere ? ['NAMESPACE'] : []), 'LAST SEEN', 'TYPE', 'REASON', 'OBJECT', 'MESSAGE'];
  return [
    ...(flags.bool('no-headers') || header === 'Again' ? [] : [names.join('\t')]),
    ...events.map((event) => lineOf(event, nowMs, everywhere)),
  ];
}

const typedEvent = (event: JsonObject): JsonObject => ({ kind: 'Event', apiVersion: 'v1', ...event });

/** Those that are there, as the server has them, and then what happens, until the person interrupts it. */
async function follow(invocation: Invocation, path: string, query: Query, types: readonly string[]): Promise<number> {
  const { api, io } = invocation;
  const printer = findPrinter(invocation);
  const table = new TableWriter();
  let header: 'First' | 'Again' = 'First';
  const watch = api.watch(path, query);
  try {
    for (;;) {
      for (const { type, object } of watch.drain()) {
        if (type === 'ERROR') throw new StatusError(isObject(object) ? object : {});
        if (type === 'DELETED' || type === 'BOOKMARK' || !isObject(object) || !isWanted(object, types)) continue;
        table.add(printer ? [] : linesOf(invocation, [object], header));
        header = 'Again';
        io.out(printer ? printer(typedEvent(object)) : table.flush());
      }
      const next = await io.clock.next('follow');
      if (next === 'interrupted' || io.interrupted()) return 130;
      if (next === 'idle') return 0;
    }
  } finally {
    watch.close();
  }
}

const isWanted = (event: JsonObject, types: readonly string[]): boolean =>
  types.length === 0 || types.includes(text(event, 'type').toLowerCase());

async function run(invocation: Invocation): Promise<number> {
  const { api, flags, io, namespace } = invocation;
  const everywhere = flags.bool('all-namespaces');
  const printer = findPrinter(invocation);
  const types = typesOf(invocation);
  const fieldSelector = aboutOf(invocation);
  const path = everywhere ? '/api/v1/events' : `/api/v1/namespaces/${namespace}/events`;
  const query = fieldSelector === '' ? {} : { fieldSelector };
  if (flags.bool('watch')) return follow(invocation, path, query, types);
  const answer = api.get(path, { ...query, limit: flags.text('chunk-size') });
  const events = list(answer, 'items')
    .filter(isObject)
    .filter((event) => isWanted(event, types))
    .sort((a, b) => compareText(momentOf(a), momentOf(b)));
  if (events.length === 0) {
    io.err(everywhere ? 'No events found.\n' : `No events found in ${namespace} namespace.\n`);
    return 0;
  }
  if (printer) io.out(printer({ kind: 'EventList', apiVersion: 'v1', metadata: {}, items: events.map(typedEvent) }));
  else io.out(alignTabs(`${linesOf(invocation, events, 'First').join('\n')}\n`, TABLE_TABS));
  return 0;
}

export const eventsCommand: Command = { name: 'events', run };
