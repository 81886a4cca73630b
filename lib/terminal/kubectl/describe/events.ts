import { compareText, isObject, type JsonObject, list, number, text } from '../json.ts';
import { type DescribeContext, nameOf, namespaceOf } from './describer.ts';
import { timeSince } from './time.ts';
import type { Writer } from './writer.ts';

export interface Involved {
  /** Pods are looked up without it. */
  readonly kind?: string;
  readonly name: string;
  readonly namespace: string;
  readonly uid?: string;
}

/** Events about an object; none where they cannot be listed. */
function findEvents({ api }: DescribeContext, involved: Involved): JsonObject[] {
  const terms: [string, string | undefined][] = [
    ['kind', involved.kind],
    ['name', involved.name],
    ['namespace', involved.namespace || undefined],
    ['uid', involved.uid],
  ];
  const fieldSelector = terms
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `involvedObject.${key}=${value}`)
    .sort()
    .join(',');
  const path = involved.namespace === '' ? '/api/v1/events' : `/api/v1/namespaces/${involved.namespace}/events`;
  return list(api.get(path, { fieldSelector, limit: '500' }), 'items').filter(isObject);
}

/** `2m (x3 over 5m)`: when it was seen last, how often, since when. */
export function interval(event: JsonObject, nowMs: number): string {
  const first = event.eventTime ? timeSince(event.eventTime, nowMs) : timeSince(event.firstTimestamp, nowMs);
  if (isObject(event.series))
    return `${timeSince(event.series.lastObservedTime, nowMs)} (x${text(event.series, 'count')} over ${first})`;
  const count = number(event, 'count') ?? 0;
  return count > 1 ? `${timeSince(event.lastTimestamp, nowMs)} (x${count} over ${first})` : first;
}

function eventLine(event: JsonObject, nowMs: number): string {
  const source = text(event, 'source', 'component') || text(event, 'reportingComponent');
  const field = text(event, 'involvedObject', 'fieldPath');
  const message = text(event, 'message').trim();
  const shown = field === '' ? message : `${field}: ${message}`;
  return [text(event, 'type'), text(event, 'reason'), interval(event, nowMs), source, shown].join('\t');
}

function writeEventList(w: Writer, events: readonly JsonObject[], nowMs: number): void {
  if (events.length === 0) {
    w.field('Events', '<none>');
    return;
  }
  w.line(0, 'Events:');
  w.line(1, 'Type\tReason\tAge\tFrom\tMessage');
  w.line(1, '----\t------\t----\t----\t-------');
  const sorted = [...events].sort((a, b) => compareText(text(a, 'lastTimestamp'), text(b, 'lastTimestamp')));
  for (const event of sorted) w.line(1, eventLine(event, nowMs));
}

/** The last section of a page. */
export function writeEvents(
  w: Writer,
  object: JsonObject,
  context: DescribeContext,
  lookUps?: readonly Involved[],
): void {
  if (!context.showEvents) return;
  const itself: Involved = {
    kind: text(object, 'kind'),
    name: nameOf(object),
    namespace: namespaceOf(object),
    uid: text(object, 'metadata', 'uid'),
  };
  const events = (lookUps ?? [itself]).flatMap((involved) => findEvents(context, involved));
  writeEventList(w, events, context.nowMs);
}
