/** `kubectl events`: what happened, the latest last. */
import type { Command, Invocation } from '../cli/command.ts';
import { CommandError, Exit, notModelled } from '../cli/errors.ts';
import { interval } from '../describe/events.ts';
import { compareText, isObject, type JsonObject, list, text } from '../json.ts';
import { findPrinter } from '../output/printer.ts';
import { alignTabs, TABLE_TABS } from '../output/tabwriter.ts';

/** The field selector of `--for TYPE/NAME`. */
function aboutOf({ flags, discovery }: Invocation): string {
  const about = flags.text('for');
  if (about === '') return '';
  const [type = '', name = '', more] = about.split('/');
  if (type === '' || name === '' || more !== undefined) throw new CommandError('--for must be in resource/name form');
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

function tableOf({ flags, io }: Invocation, events: readonly JsonObject[]): string {
  const everywhere = flags.bool('all-namespaces');
  const nowMs = io.clock.epochMs + io.clock.nowMs();
  const header = ['LAST SEEN', 'TYPE', 'REASON', 'OBJECT', 'MESSAGE'];
  const lines = [
    ...(flags.bool('no-headers') ? [] : [[...(everywhere ? ['NAMESPACE'] : []), ...header].join('\t')]),
    ...events.map((event) => lineOf(event, nowMs, everywhere)),
  ];
  return alignTabs(`${lines.join('\n')}\n`, TABLE_TABS);
}

function run(invocation: Invocation): number {
  const { api, flags, io, namespace } = invocation;
  const everywhere = flags.bool('all-namespaces');
  const printer = findPrinter(invocation);
  const types = typesOf(invocation);
  const fieldSelector = aboutOf(invocation);
  if (flags.bool('watch')) throw notModelled('--watch');
  const path = everywhere ? '/api/v1/events' : `/api/v1/namespaces/${namespace}/events`;
  const limit = flags.text('chunk-size');
  const answer = api.get(path, { ...(fieldSelector === '' ? {} : { fieldSelector }), limit });
  const events = list(answer, 'items')
    .filter(isObject)
    .filter((event) => types.length === 0 || types.includes(text(event, 'type').toLowerCase()))
    .sort((a, b) => compareText(momentOf(a), momentOf(b)));
  if (events.length === 0) {
    io.err(everywhere ? 'No events found.\n' : `No events found in ${namespace} namespace.\n`);
    return 0;
  }
  const items = events.map((event): JsonObject => ({ kind: 'Event', apiVersion: 'v1', ...event }));
  io.out(printer ? printer({ kind: 'EventList', apiVersion: 'v1', metadata: {}, items }) : tableOf(invocation, events));
  return 0;
}

export const eventsCommand: Command = { name: 'events', run };
