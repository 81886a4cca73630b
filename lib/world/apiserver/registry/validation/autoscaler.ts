/** Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/apis/autoscaling/validation/validation.go */
import type {
  CrossVersionObjectReference,
  MetricSpec,
  MetricTarget,
} from '../../../api/autoscaling/v2/horizontalpodautoscaler.schema.ts';
import type { ObjectOf } from '../../../api/kinds.ts';
import { type FieldError, forbiddenField, invalid, notSupported, required } from './field-error.ts';
import { isPathSegment } from './names.ts';

const SOURCES = ['object', 'pods', 'resource', 'external', 'containerResource'] as const;
const TYPES = ['ContainerResource', 'External', 'Object', 'Pods', 'Resource'];
const TARGET_TYPES = ['Utilization', 'Value', 'AverageValue'];

function validateReference({ kind, name }: CrossVersionObjectReference, at: string): FieldError[] {
  return [
    ...(kind ? isPathSegment(kind).map((text) => invalid(`${at}.kind`, kind, text)) : [required(`${at}.kind`)]),
    ...(name ? isPathSegment(name).map((text) => invalid(`${at}.name`, name, text)) : [required(`${at}.name`)]),
  ];
}

function validateTarget(target: MetricTarget | undefined, at: string): FieldError[] {
  if (!target?.type) return [required(`${at}.type`, 'must specify a metric target type')];
  const errors = TARGET_TYPES.includes(target.type)
    ? []
    : [invalid(`${at}.type`, target.type, 'must be either Utilization, Value, or AverageValue')];
  const { averageUtilization } = target;
  if (averageUtilization !== undefined && averageUtilization < 1) {
    errors.push(invalid(`${at}.averageUtilization`, averageUtilization, 'must be greater than 0'));
  }
  return errors;
}

function validateMetric(metric: MetricSpec, at: string): FieldError[] {
  if (!metric.type) return [required(`${at}.type`, 'must specify a metric source type')];
  if (!TYPES.includes(metric.type)) return [notSupported(`${at}.type`, metric.type, TYPES)];
  const wanted = (metric.type.charAt(0).toLowerCase() + metric.type.slice(1)) as (typeof SOURCES)[number];
  const extra = SOURCES.filter((source) => source !== wanted && metric[source]);
  const errors = extra.map((source) => forbiddenField(`${at}.${source}`, 'must populate the given metric source only'));
  const source = metric[wanted];
  if (!source) {
    return [...errors, required(`${at}.${wanted}`, 'must populate information for the given metric source')];
  }
  if ('name' in source && !source.name) errors.push(required(`${at}.${wanted}.name`, 'must specify a resource name'));
  return [...errors, ...validateTarget(source.target, `${at}.${wanted}.target`)];
}

export function validateAutoscaler({ spec }: ObjectOf<'HorizontalPodAutoscaler'>): FieldError[] {
  const { minReplicas, maxReplicas = 0, metrics = [] } = spec;
  const field = 'spec.maxReplicas';
  return [
    ...(minReplicas !== undefined && minReplicas < 1
      ? [invalid('spec.minReplicas', minReplicas, 'must be greater than or equal to 1')]
      : []),
    ...(maxReplicas < 1 ? [invalid(field, maxReplicas, 'must be greater than 0')] : []),
    ...(minReplicas !== undefined && maxReplicas < minReplicas
      ? [invalid(field, maxReplicas, 'must be greater than or equal to `minReplicas`')]
      : []),
    ...validateReference(spec.scaleTargetRef, 'spec.scaleTargetRef'),
    ...metrics.flatMap((metric, index) => validateMetric(metric, `spec.metrics[${index}]`)),
  ];
}
