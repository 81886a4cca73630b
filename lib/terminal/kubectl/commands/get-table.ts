import type { Invocation } from '../cli/command.ts';
import { groupSingular, type Resource } from '../client/discovery.ts';
import type { TableOptions } from '../output/table.ts';

/** How the tables of one resource are printed; `Several` when other resources are printed beside it. */
export function tableOptions(invocation: Invocation, resource: Resource, kinds: 'One' | 'Several'): TableOptions {
  const { flags } = invocation;
  return {
    wide: flags.text('output') === 'wide',
    noHeaders: flags.bool('no-headers'),
    withNamespace: flags.bool('all-namespaces') && resource.namespaced,
    kindPrefix: kinds === 'Several' || flags.bool('show-kind') ? groupSingular(resource) : '',
    showLabels: flags.bool('show-labels'),
    labelColumns: flags.list('label-columns'),
  };
}
