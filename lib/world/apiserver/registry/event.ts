/** Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/registry/core/event/strategy.go */
import type { ObjectOf } from '../../api/kinds.ts';
import type { Strategy } from '../strategy.ts';
import { eventPrinter } from './columns/event.ts';
import { type FieldError, invalid } from './validation/field-error.ts';

type Event = ObjectOf<'Event'>;

function validate({ metadata, involvedObject }: Event): FieldError[] {
  const wanted = involvedObject.namespace || 'default';
  if (metadata.namespace === wanted) return [];
  return [invalid('involvedObject.namespace', involvedObject.namespace ?? '', 'does not match event.namespace')];
}

export const eventStrategy: Strategy<'Event'> = {
  kind: 'Event',
  validate,
  selectableFields: {
    'involvedObject.kind': ({ involvedObject }) => involvedObject.kind ?? '',
    'involvedObject.namespace': ({ involvedObject }) => involvedObject.namespace ?? '',
    'involvedObject.name': ({ involvedObject }) => involvedObject.name ?? '',
    'involvedObject.uid': ({ involvedObject }) => involvedObject.uid ?? '',
    'involvedObject.apiVersion': ({ involvedObject }) => involvedObject.apiVersion ?? '',
    'involvedObject.resourceVersion': ({ involvedObject }) => involvedObject.resourceVersion ?? '',
    'involvedObject.fieldPath': ({ involvedObject }) => involvedObject.fieldPath ?? '',
    reason: ({ reason }) => reason ?? '',
    reportingComponent: ({ reportingComponent }) => reportingComponent ?? '',
    source: ({ source, reportingComponent }) => source?.component || reportingComponent || '',
    type: ({ type }) => type ?? '',
  },
  unknownField: (field) => `field label not supported: ${field}`,
  printer: eventPrinter,
};
