/** Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/printers/internalversion/printers.go */
import type { ObjectOf } from '../../../api/kinds.ts';
import type { RoleRef, Subject } from '../../../api/rbac/v1/shared.schema.ts';
import { AGE, type Cell, type Column, NAME, type Printer, text, wide } from '../../table/column.ts';
import { age } from '../../table/duration.ts';
import { plainPrinter } from './plain.ts';

interface Binding {
  readonly metadata: ObjectOf<'ClusterRoleBinding'>['metadata'];
  readonly roleRef: RoleRef;
  readonly subjects?: readonly Subject[];
}

const COLUMNS: readonly Column[] = [NAME, text('Role'), AGE, wide('Users'), wide('Groups'), wide('ServiceAccounts')];

function bindingRow({ metadata, roleRef, subjects = [] }: Binding, nowMs: number): Cell[] {
  const named = (kind: string) => subjects.filter((subject) => subject.kind === kind);
  return [
    metadata.name,
    `${roleRef.kind}/${roleRef.name}`,
    age(metadata.creationTimestamp, nowMs),
    named('User')
      .map(({ name }) => name)
      .join(', '),
    named('Group')
      .map(({ name }) => name)
      .join(', '),
    named('ServiceAccount')
      .map(({ name, namespace = '' }) => `${namespace}/${name}`)
      .join(', '),
  ];
}

export const rolePrinter: Printer<ObjectOf<'Role'>> = plainPrinter;
export const clusterRolePrinter: Printer<ObjectOf<'ClusterRole'>> = plainPrinter;
export const roleBindingPrinter: Printer<ObjectOf<'RoleBinding'>> = { columns: COLUMNS, row: bindingRow };
export const clusterRoleBindingPrinter: Printer<ObjectOf<'ClusterRoleBinding'>> = { columns: COLUMNS, row: bindingRow };
