import type { ObjectOf } from '../../../api/kinds.ts';
import { NAME, type Printer, text, wide } from '../../table/column.ts';
import { age } from '../../table/duration.ts';

type Event = ObjectOf<'Event'>;

function target(event: Event): string {
  const kind = (event.involvedObject?.kind ?? '').toLowerCase();
  return event.involvedObject?.name ? `${kind}/${event.involvedObject.name}` : kind;
}

function source(event: Event): string {
  const component = event.source?.component || event.reportingComponent || '';
  const host = event.source?.host || event.reportingInstance || '';
  return host ? `${component}, ${host}` : component;
}

/** Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/printers/internalversion/printers.go (printEvent) */
export const eventPrinter: Printer<Event> = {
  columns: [
    text('Last Seen'),
    text('Type'),
    text('Reason'),
    text('Object'),
    wide('Subobject'),
    wide('Source'),
    text('Message'),
    wide('First Seen'),
    wide('Count'),
    { ...NAME, priority: 1 },
  ],
  row(event, nowMs) {
    const first = event.firstTimestamp ?? event.eventTime;
    const last = event.series?.lastObservedTime ?? event.lastTimestamp ?? first;
    return [
      age(last, nowMs),
      event.type ?? '',
      event.reason ?? '',
      target(event),
      event.involvedObject?.fieldPath ?? '',
      source(event),
      (event.message ?? '').trim(),
      age(first, nowMs),
      event.series?.count ?? (event.count || 1),
      event.metadata?.name ?? '',
    ];
  },
};
