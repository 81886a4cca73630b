/** Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/registry/core/node/strategy.go */
import type { Strategy } from '../strategy.ts';
import { nodePrinter } from './columns/node.ts';
import { validateNode, validateNodeUpdate } from './validation/node.ts';

export const nodeStrategy: Strategy<'Node'> = {
  kind: 'Node',
  setDefaults({ spec, status }) {
    if (spec.podCIDR && !spec.podCIDRs) spec.podCIDRs = [spec.podCIDR];
    if (status.capacity && !status.allocatable) status.allocatable = { ...status.capacity };
  },
  statusOnCreate: 'Kept',
  validate: validateNode,
  validateUpdate: validateNodeUpdate,
  selectableFields: { 'spec.unschedulable': ({ spec }) => String(spec.unschedulable ?? false) },
  unknownField: (field) => `field label not supported: ${field}`,
  printer: nodePrinter,
};
