/** `create role`, `clusterrole`, `rolebinding` and `clusterrolebinding`. */
import type { Command, Invocation } from '../cli/command.ts';
import { CommandError, Exit } from '../cli/errors.ts';
import type { JsonObject } from '../json.ts';
import { createObject, oneName } from './create-object.ts';

const API_GROUP = 'rbac.authorization.k8s.io';
const API_VERSION = `${API_GROUP}/v1`;

const VERBS: ReadonlySet<string> = new Set([
  'get',
  'list',
  'watch',
  'create',
  'update',
  'patch',
  'delete',
  'deletecollection',
  'use',
  'bind',
  'escalate',
  'impersonate',
  'approve',
  'sign',
  '*',
]);

function verbsOf({ flags, io }: Invocation): string[] {
  const verbs = [...new Set(flags.list('verb'))];
  if (verbs.length === 0) throw new CommandError('at least one verb must be specified');
  const chosen = verbs.includes('*') ? ['*'] : verbs;
  for (const verb of chosen) if (!VERBS.has(verb)) io.err(`Warning: '${verb}' is not a standard resource verb\n`);
  return chosen;
}

interface Named {
  readonly group: string;
  readonly name: string;
}

/** `deployments.apps/scale`: resource, group and subresource as the server knows them. */
function resourceOf({ discovery }: Invocation, argument: string): Named {
  const [type = '', subresource] = argument.split('/');
  const tail = subresource === undefined ? '' : `/${subresource}`;
  if (type === '*') return { group: '', name: `*${tail}` };
  const found = discovery.find(type);
  if (!found) throw new Exit(1, `the server doesn't have a resource type ${JSON.stringify(type)}\n`);
  return { group: found.group, name: found.name + tail };
}

/** One rule for each group, in the groups' order. */
function resourceRules(invocation: Invocation, verbs: readonly string[]): JsonObject[] {
  const { flags } = invocation;
  const names = [...new Set(flags.list('resource-name'))];
  const resources = flags.list('resource').map((argument) => resourceOf(invocation, argument));
  const groups = [...new Set(resources.map(({ group }) => group))].sort();
  return groups.map((group) => ({
    verbs,
    apiGroups: [group],
    resources: [...new Set(resources.filter((one) => one.group === group).map(({ name }) => name))],
    ...(names.length > 0 ? { resourceNames: names } : {}),
  }));
}

function runRole(invocation: Invocation): number {
  const name = oneName(invocation);
  const verbs = verbsOf(invocation);
  if (invocation.flags.list('resource').length === 0) throw new CommandError('at least one resource must be specified');
  const rules = resourceRules(invocation, verbs);
  return createObject(invocation, { kind: 'Role', apiVersion: API_VERSION, metadata: { name }, rules });
}

function aggregated(name: string, pairs: readonly string[]): JsonObject {
  const matchLabels = Object.fromEntries(pairs.map((pair) => pair.split('=')));
  return {
    kind: 'ClusterRole',
    apiVersion: API_VERSION,
    metadata: { name },
    rules: null,
    aggregationRule: { clusterRoleSelectors: [{ matchLabels }] },
  };
}

function runClusterRole(invocation: Invocation): number {
  const name = oneName(invocation);
  const { flags } = invocation;
  const aggregation = flags.list('aggregation-rule');
  const urls = [...new Set(flags.list('non-resource-url'))];
  if (aggregation.length > 0) {
    if (
      urls.length + flags.list('verb').length + flags.list('resource').length + flags.list('resource-name').length >
      0
    )
      throw new CommandError(
        'aggregation rule must be specified without nonResourceURLs, resources, resourceNames or verbs',
      );
    return createObject(invocation, aggregated(name, aggregation));
  }
  const verbs = verbsOf(invocation);
  if (flags.list('resource').length + urls.length === 0)
    throw new CommandError('one of resource or nonResourceURL must be specified');
  if (flags.list('resource').length === 0 && flags.list('resource-name').length > 0)
    throw new CommandError('invalid resource name(s) specified without resource(s)');
  const rules = [...resourceRules(invocation, verbs), ...(urls.length > 0 ? [{ verbs, nonResourceURLs: urls }] : [])];
  return createObject(invocation, { kind: 'ClusterRole', apiVersion: API_VERSION, metadata: { name }, rules });
}

function accountOf(word: string): JsonObject {
  const [namespace = '', name = '', more] = word.split(':');
  if (namespace === '' || name === '' || more !== undefined)
    throw new CommandError('serviceaccount must be <namespace>:<name>');
  return { kind: 'ServiceAccount', name, namespace };
}

function subjectsOf({ flags }: Invocation): JsonObject[] {
  const people = (kind: string, names: readonly string[]) => names.map((name) => ({ kind, apiGroup: API_GROUP, name }));
  return [
    ...people('User', flags.list('user')),
    ...people('Group', flags.list('group')),
    ...flags.list('serviceaccount').map(accountOf),
  ];
}

function bindingOf(invocation: Invocation, kind: string, name: string): JsonObject {
  const { flags } = invocation;
  const role = kind === 'RoleBinding' ? flags.text('role') : '';
  const roleRef = {
    apiGroup: API_GROUP,
    kind: role === '' ? 'ClusterRole' : 'Role',
    name: role || flags.text('clusterrole'),
  };
  const subjects = subjectsOf(invocation);
  return {
    kind,
    apiVersion: API_VERSION,
    metadata: { name },
    ...(subjects.length > 0 ? { subjects } : {}),
    roleRef,
  };
}

function runRoleBinding(invocation: Invocation): number {
  const name = oneName(invocation);
  const { flags } = invocation;
  if ((flags.text('role') === '') === (flags.text('clusterrole') === ''))
    throw new CommandError('exactly one of clusterrole or role must be specified');
  return createObject(invocation, bindingOf(invocation, 'RoleBinding', name), 'rolebinding');
}

export const RBAC_COMMANDS: readonly Command[] = [
  { name: 'role', run: runRole },
  { name: 'clusterrole', run: runClusterRole },
  { name: 'rolebinding', run: runRoleBinding },
  {
    name: 'clusterrolebinding',
    required: ['clusterrole'],
    run: (invocation) => {
      const binding = bindingOf(invocation, 'ClusterRoleBinding', oneName(invocation));
      return createObject(invocation, binding, 'clusterrolebinding');
    },
  },
];
