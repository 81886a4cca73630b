/** Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/plugin/pkg/admission/defaulttolerationseconds/admission.go */
import type { ObjectOf } from '../../api/kinds.ts';
import type { Draft } from '../draft.ts';

const SECONDS = 300;
const TAINTS = ['node.kubernetes.io/not-ready', 'node.kubernetes.io/unreachable'] as const;

/** A pod stays five minutes on a node that is not ready or out of reach, unless it says otherwise. */
export function defaultTolerations({ spec }: Draft<ObjectOf<'Pod'>>): void {
  for (const key of TAINTS) {
    const tolerated = spec.tolerations?.some(
      (one) => (!one.key || one.key === key) && (!one.effect || one.effect === 'NoExecute'),
    );
    if (tolerated) continue;
    spec.tolerations = [
      ...(spec.tolerations ?? []),
      { key, operator: 'Exists', effect: 'NoExecute', tolerationSeconds: SECONDS },
    ];
  }
}
