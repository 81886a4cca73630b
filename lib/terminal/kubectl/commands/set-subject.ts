/** `kubectl set subject`: more people for a binding. Models: kubectl pkg/cmd/set/set_subject.go */
import { findInfos, patchBetween, sendPatch, typed } from '../change/modify.ts';
import type { Command, Invocation } from '../cli/command.ts';
import { dryRunOf } from '../cli/dry-run.ts';
import { CommandError, throwAll } from '../cli/errors.ts';
import type { Info } from '../client/resources.ts';
import { equalJson, type JsonObject, list } from '../json.ts';
import { findPrinter, nameOf, type ObjectPrinter, resultLine } from '../output/printer.ts';

const BINDINGS: readonly string[] = ['RoleBinding', 'ClusterRoleBinding'];

const sortedOnce = (names: readonly string[]): string[] => [...new Set(names)].sort();

function checkAccounts(accounts: readonly string[], infos: readonly Info[]): void {
  for (const account of accounts) {
    const [namespace, name, extra] = account.split(':');
    if (!name || extra !== undefined) throw new CommandError('serviceaccount must be <namespace>:<name>');
    if (namespace === '' && infos.some(({ resource }) => resource.kind === 'ClusterRoleBinding'))
      throw new CommandError('serviceaccount must be <namespace>:<name>, namespace must be specified');
  }
}

function check(invocation: Invocation, infos: readonly Info[]): void {
  const { flags } = invocation;
  if (flags.bool('local') && dryRunOf(flags) === 'server')
    throw new CommandError('cannot specify --local and --dry-run=server - did you mean --dry-run=client?');
  if (flags.bool('all') && flags.text('selector') !== '')
    throw new CommandError('cannot set --all and --selector at the same time');
  if (['user', 'group', 'serviceaccount'].every((name) => flags.list(name).length === 0))
    throw new CommandError('you must specify at least one value of user, group or serviceaccount');
  checkAccounts(flags.list('serviceaccount'), infos);
}

function subjectsOf({ flags, namespace }: Invocation): JsonObject[] {
  const people = (kind: string, flag: string) =>
    sortedOnce(flags.list(flag)).map((name) => ({ apiGroup: 'rbac.authorization.k8s.io', kind, name }));
  const accounts = sortedOnce(flags.list('serviceaccount')).map((account) => {
    const [given = '', name = ''] = account.split(':');
    return { kind: 'ServiceAccount', name, namespace: given || namespace };
  });
  return [...people('User', 'user'), ...people('Group', 'group'), ...accounts];
}

/** A file's object is named by a printer, with its newline. */
function notBinding({ flags }: Invocation, info: Info): CommandError {
  const name = flags.bool('local')
    ? `${nameOf(typed(info, info.object ?? {}))}\n`
    : `${info.resource.name}/${info.name}`;
  return new CommandError(`error: ${name} setting subjects is only supported for RoleBinding/ClusterRoleBinding\n`);
}

/** Adds what is missing. Answers the failure that is told with the others at the end. */
function addTo(invocation: Invocation, info: Info, printer: ObjectPrinter | undefined): CommandError | undefined {
  if (!BINDINGS.includes(info.resource.kind)) return notBinding(invocation, info);
  const before = typed(info, info.object ?? {});
  const standing = list(before, 'subjects');
  const added = subjectsOf(invocation).filter((one) => !standing.some((other) => equalJson(one, other)));
  if (added.length === 0) return undefined;
  const after = { ...before, subjects: [...standing, ...added] };
  const { type, patch } = patchBetween(info, before, after);
  const value = sendPatch(invocation, { info, type, patch, after }, 'kubectl-set');
  invocation.io.out(printer ? printer(value) : resultLine(value, 'subjects updated', dryRunOf(invocation.flags)));
  return undefined;
}

function run(invocation: Invocation): number {
  const printer = findPrinter(invocation);
  const { infos, errors } = findInfos(invocation, invocation.args);
  throwAll(errors);
  check(invocation, infos);
  throwAll(infos.flatMap((info) => addTo(invocation, info, printer) ?? []));
  return 0;
}

export const setSubjectCommand: Command = {
  name: 'subject',
  unmodelled: ['kustomize'],
  completes: 'TypeThenNames',
  run,
};
