/** Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/apis/core/validation/validation.go (ValidateNode) */
import type { ObjectOf } from '../../../api/kinds.ts';
import { type FieldError, forbiddenField, invalid, notSupported, required } from './field-error.ts';
import { isLabelValue, isQualifiedName } from './names.ts';

type Node = ObjectOf<'Node'>;
type Taint = NonNullable<Node['spec']['taints']>[number];

const EFFECTS = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'];

function validateTaint({ key, value = '', effect }: Taint, at: string): FieldError[] {
  const problems = isLabelValue(value);
  return [
    ...isQualifiedName(key).map((text) => invalid(`${at}.key`, key, text)),
    ...(problems.length > 0 ? [invalid(`${at}.value`, value, problems.join(';'))] : []),
    ...(effect === ''
      ? [required(`${at}.effect`)]
      : EFFECTS.includes(effect)
        ? []
        : [notSupported(`${at}.effect`, effect, EFFECTS)]),
  ];
}

/** A taint as Go marshals the struct that holds it. */
function goTaint({ key, value = '', effect }: Taint): object {
  return { Key: key, Value: value, Effect: effect, TimeAdded: null };
}

export function validateNode({ spec }: Node): FieldError[] {
  const seen = new Set<string>();
  return (spec.taints ?? []).flatMap((taint, index) => {
    // `metadata.taints` is what the real one says.
    const at = `metadata.taints[${index}]`;
    const errors = validateTaint(taint, at);
    const id = `${taint.key}:${taint.effect}`;
    if (errors.length === 0 && seen.has(id)) {
      const body = `Duplicate value: ${JSON.stringify(goTaint(taint))}: taints must be unique by key and effect pair`;
      errors.push({ reason: 'FieldValueDuplicate', field: at, body });
    }
    seen.add(id);
    return errors;
  });
}

export function validateNodeUpdate(node: Node, old: Node): FieldError[] {
  const errors = validateNode(node);
  if (old.spec.podCIDR && node.spec.podCIDR !== old.spec.podCIDR) {
    errors.push(forbiddenField('spec.podCIDRs', 'node updates may not change podCIDR except from "" to valid'));
  }
  if (old.spec.providerID && node.spec.providerID !== old.spec.providerID) {
    errors.push(forbiddenField('spec.providerID', 'node updates may not change providerID except from "" to valid'));
  }
  return errors;
}
