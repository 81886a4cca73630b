/** Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/printers/internalversion/printers.go (printHorizontalPodAutoscaler) */
import type {
  MetricSpec,
  MetricStatus,
  MetricTarget,
  MetricValueStatus,
} from '../../../api/autoscaling/v2/horizontalpodautoscaler.schema.ts';
import type { ObjectOf } from '../../../api/kinds.ts';
import { AGE, NAME, type Printer, text } from '../../table/column.ts';
import { age } from '../../table/duration.ts';
import { NONE } from '../../table/words.ts';

const UNKNOWN = '<unknown>';
const SHOWN = 2;

function utilisation(name: string, target: MetricTarget | undefined, now: MetricValueStatus | undefined): string {
  if (target?.averageValue !== undefined) return `${name}: ${now?.averageValue ?? UNKNOWN}/${target.averageValue}`;
  const current = now?.averageUtilization === undefined ? UNKNOWN : `${now.averageUtilization}%`;
  const wanted = target?.averageUtilization === undefined ? '<auto>' : `${target.averageUtilization}%`;
  return `${name}: ${current}/${wanted}`;
}

function quantity(target: MetricTarget | undefined, now: MetricValueStatus | undefined): string {
  if (target?.averageValue !== undefined) return `${now?.averageValue ?? UNKNOWN}/${target.averageValue} (avg)`;
  return `${now?.value ?? UNKNOWN}/${target?.value ?? ''}`;
}

function metricText(spec: MetricSpec, status: MetricStatus | undefined): string {
  const { resource, containerResource, pods, object, external } = spec;
  if (resource) return utilisation(resource.name, resource.target, status?.resource?.current);
  if (containerResource) {
    return utilisation(containerResource.name, containerResource.target, status?.containerResource?.current);
  }
  if (pods) return `${status?.pods?.current?.averageValue ?? UNKNOWN}/${pods.target?.averageValue ?? ''}`;
  if (object) return quantity(object.target, status?.object?.current);
  if (external) return quantity(external.target, status?.external?.current);
  return '<unknown type>';
}

function targets({ spec, status }: ObjectOf<'HorizontalPodAutoscaler'>): string {
  const metrics = spec.metrics ?? [];
  if (metrics.length === 0) return NONE;
  const shown = metrics.slice(0, SHOWN).map((metric, at) => metricText(metric, status.currentMetrics?.[at]));
  const more = metrics.length > SHOWN ? ` + ${metrics.length - SHOWN} more...` : '';
  return shown.join(', ') + more;
}

export const horizontalPodAutoscalerPrinter: Printer<ObjectOf<'HorizontalPodAutoscaler'>> = {
  columns: [NAME, text('Reference'), text('Targets'), text('MinPods'), text('MaxPods'), text('Replicas'), AGE],
  row: (scaler, nowMs) => [
    scaler.metadata.name,
    `${scaler.spec.scaleTargetRef.kind}/${scaler.spec.scaleTargetRef.name}`,
    targets(scaler),
    String(scaler.spec.minReplicas ?? '<unset>'),
    scaler.spec.maxReplicas,
    scaler.status.currentReplicas ?? 0,
    age(scaler.metadata.creationTimestamp, nowMs),
  ],
};
