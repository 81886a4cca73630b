/**
 * The quality-of-service class of a pod.
 *
 * Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/apis/core/helper/qos/qos.go
 */
import type { Container, PodSpec } from '../../../api/core/v1/pod.schema.ts';
import type { Draft } from '../../draft.ts';

const COUNTED = ['cpu', 'memory'] as const;

function isZero(quantity: string | undefined): boolean {
  return quantity === undefined || Number.parseFloat(quantity) === 0;
}

function isGuaranteed({ resources }: Draft<Container>): boolean {
  return COUNTED.every((name) => {
    const limit = resources?.limits?.[name];
    return !isZero(limit) && (resources?.requests?.[name] ?? limit) === limit;
  });
}

/** `Guaranteed`, `Burstable` or `BestEffort`. */
export function qosClassOf(spec: Draft<PodSpec>): 'Guaranteed' | 'Burstable' | 'BestEffort' {
  const all = [...spec.containers, ...(spec.initContainers ?? [])];
  const asks = all.some(({ resources }) =>
    COUNTED.some((name) => !isZero(resources?.requests?.[name]) || !isZero(resources?.limits?.[name])),
  );
  if (!asks) return 'BestEffort';
  return all.every(isGuaranteed) ? 'Guaranteed' : 'Burstable';
}
