/** Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/plugin/pkg/admission/nodetaint/admission.go */
import type { ObjectOf } from '../../api/kinds.ts';
import type { Draft } from '../draft.ts';
import type { WriteContext } from '../strategy.ts';

const KEY = 'node.kubernetes.io/not-ready';

/** A node that registers itself takes no pods until it is ready. */
export function taintNewNode({ spec }: Draft<ObjectOf<'Node'>>, { from }: WriteContext): void {
  if (from !== 'Request' || spec.taints?.some((one) => one.key === KEY && one.effect === 'NoSchedule')) return;
  spec.taints = [...(spec.taints ?? []), { key: KEY, effect: 'NoSchedule' }];
}
