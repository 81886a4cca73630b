/**
 * Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/registry/autoscaling/horizontalpodautoscaler/strategy.go,
 * pkg/apis/autoscaling/v2/defaults.go
 * Differs: there are no metrics, so nothing is scaled.
 */
import type { HPAScalingRules } from '../../api/autoscaling/v2/horizontalpodautoscaler.schema.ts';
import type { Draft } from '../draft.ts';
import type { Strategy } from '../strategy.ts';
import { horizontalPodAutoscalerPrinter } from './columns/autoscaler.ts';
import { validateAutoscaler } from './validation/autoscaler.ts';

function defaultRules(
  given: Draft<HPAScalingRules> | undefined,
  rules: Draft<HPAScalingRules>,
): Draft<HPAScalingRules> {
  return { ...rules, ...given };
}

export const horizontalPodAutoscalerStrategy: Strategy<'HorizontalPodAutoscaler'> = {
  kind: 'HorizontalPodAutoscaler',
  setDefaults({ spec }) {
    spec.minReplicas ??= 1;
    if (!spec.metrics?.length) {
      const target = { type: 'Utilization', averageUtilization: 80 };
      spec.metrics = [{ type: 'Resource', resource: { name: 'cpu', target } }];
    }
    if (!spec.behavior) return;
    const all = { type: 'Percent', value: 100, periodSeconds: 15 };
    const four = { type: 'Pods', value: 4, periodSeconds: 15 };
    const up = { stabilizationWindowSeconds: 0, selectPolicy: 'Max', policies: [four, all] };
    spec.behavior.scaleUp = defaultRules(spec.behavior.scaleUp, up);
    spec.behavior.scaleDown = defaultRules(spec.behavior.scaleDown, { selectPolicy: 'Max', policies: [all] });
  },
  prepareForCreate(scaler) {
    scaler.status = { desiredReplicas: 0, currentMetrics: [] };
  },
  counted: ({ spec }) => [spec],
  validate: validateAutoscaler,
  validateUpdate: validateAutoscaler,
  printer: horizontalPodAutoscalerPrinter,
};
