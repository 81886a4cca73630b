/** `kubectl auth`: what one may do, and who one is. */
import type { Command, Invocation } from '../cli/command.ts';
import { CommandError } from '../cli/errors.ts';
import { compareText, isObject, type Json, type JsonObject, list, object, text } from '../json.ts';
import { findPrinter } from '../output/printer.ts';
import { alignTabs, TABLE_TABS } from '../output/tabwriter.ts';
import { runReconcile } from './auth-reconcile.ts';

const REVIEWS = '/apis/authorization.k8s.io/v1';
const TWO_ARGUMENTS =
  "you must specify two arguments: verb resource or verb resource/resourceName.\nSee 'kubectl auth can-i -h' for help and examples.";

const RESOURCE_VERBS: ReadonlySet<string> = new Set(
  'get list watch create update patch delete deletecollection use bind impersonate * approve sign escalate attest'.split(
    ' ',
  ),
);
const URL_VERBS: ReadonlySet<string> = new Set(['get', 'put', 'post', 'head', 'options', 'delete', 'patch', '*']);

/** Models: the attributes that can_i.go asks about. */
function attributesOf(invocation: Invocation, verb: string, target: string): JsonObject {
  const { flags, io, discovery, namespace } = invocation;
  if (target.startsWith('/')) {
    if (flags.text('subresource') !== '') throw new CommandError('--subresource can not be used with NonResourceURL');
    if (!URL_VERBS.has(verb)) io.err(`Warning: verb '${verb}' is not a known verb\n\n`);
    return { nonResourceAttributes: { path: target, verb } };
  }
  const [type = '', name] = target.split('/');
  const found = type === '*' ? undefined : discovery.find(type);
  if (type !== '*' && !found) {
    const [, ...group] = type.split('.');
    const where = group.length > 0 ? ` in group '${group.join('.')}'` : '';
    io.err(`Warning: the server doesn't have a resource type '${type.split('.')[0]}'${where}\n\n`);
  }
  if (found && !found.namespaced && namespace !== '' && !flags.bool('all-namespaces')) {
    const group = found.group === '' ? '' : ` in group '${found.group}'`;
    io.err(`Warning: resource '${found.name}' is not namespace scoped${group}\n\n`);
  }
  if (!RESOURCE_VERBS.has(verb)) io.err(`Warning: verb '${verb}' is not a known verb\n\n`);
  return {
    resourceAttributes: {
      ...(flags.bool('all-namespaces') ? {} : { namespace }),
      verb,
      group: found?.group ?? type.split('.').slice(1).join('.'),
      resource: found?.name ?? type.split('.')[0] ?? '',
      ...(flags.text('subresource') === '' ? {} : { subresource: flags.text('subresource') }),
      ...(name === undefined ? {} : { name }),
    },
  };
}

function runCanI(invocation: Invocation): number {
  const { args, flags, api, io } = invocation;
  if (flags.bool('list')) return runList(invocation);
  const [verb = '', target = '', name] = args;
  if (args.length < 2 || args.length > 3) throw new CommandError(TWO_ARGUMENTS);
  if (flags.bool('no-headers')) throw new CommandError('--no-headers cannot be set without --list specified');
  const spec = attributesOf(invocation, verb, name === undefined ? target : `${target}/${name}`);
  const review = { kind: 'SelfSubjectAccessReview', apiVersion: 'authorization.k8s.io/v1', metadata: {}, spec };
  const status = object(api.post(`${REVIEWS}/selfsubjectaccessreviews`, review), 'status');
  const allowed = status.allowed === true;
  const reason = text(status, 'reason') === '' || allowed ? '' : ` - ${text(status, 'reason')}`;
  const problem = text(status, 'evaluationError') === '' ? '' : ` - ${text(status, 'evaluationError')}`;
  if (!flags.bool('quiet')) io.out(`${allowed ? 'yes' : 'no'}${reason}${problem}\n`);
  return allowed ? 0 : 1;
}

const words = (value: Json | undefined, key: string): string => `[${list(value, key).map(String).join(' ')}]`;

function rowsOf(rule: Json): string[] {
  const verbs = words(rule, 'verbs');
  const resources = list(rule, 'apiGroups').flatMap((group) =>
    list(rule, 'resources').map((resource) => {
      const name = group === '' ? String(resource) : `${String(resource)}.${String(group)}`;
      return [name, '[]', words(rule, 'resourceNames'), verbs].join('\t');
    }),
  );
  const urls = list(rule, 'nonResourceURLs').map((url) => ['', `[${String(url)}]`, '[]', verbs].join('\t'));
  return [...resources, ...urls];
}

/** Rules for everything first, then by group and resource, those without resources last. Models: SortableRuleSlice */
function keyOf(rule: Json): string {
  const groups = list(rule, 'apiGroups');
  const names = [groups, list(rule, 'resources'), list(rule, 'nonResourceURLs')].map((one) => one.join(' '));
  return [list(rule, 'verbs').join(' '), groups.length === 0 ? '~' : '', ...names].join('|').concat(']');
}

/** One row for each resource and path. */
function rulesOf(status: JsonObject): string[] {
  const single = (rules: readonly Json[], key: string) =>
    rules.filter(isObject).flatMap((rule) => list(rule, key).map((one): Json => ({ ...rule, [key]: [one] })));
  const rules = [
    ...single(list(status, 'resourceRules'), 'resources'),
    ...single(list(status, 'nonResourceRules'), 'nonResourceURLs'),
  ];
  return rules
    .map((rule) => ({ rule, key: keyOf(rule) }))
    .sort((a, b) => compareText(a.key, b.key))
    .flatMap(({ rule }) => rowsOf(rule));
}

function runList({ api, args, flags, io, namespace }: Invocation): number {
  if (args.length > 0) throw new CommandError('list option must be specified with no arguments');
  if (flags.bool('quiet') || flags.bool('all-namespaces') || flags.text('subresource') !== '')
    throw new CommandError("list option can't be specified with neither quiet, all-namespaces nor subresource options");
  const review = {
    kind: 'SelfSubjectRulesReview',
    apiVersion: 'authorization.k8s.io/v1',
    metadata: {},
    spec: { namespace },
  };
  const status = object(api.post(`${REVIEWS}/selfsubjectrulesreviews`, review), 'status');
  const header = flags.bool('no-headers') ? [] : ['Resources\tNon-Resource URLs\tResource Names\tVerbs'];
  io.out(alignTabs(`${[...header, ...rulesOf(status)].join('\n')}\n`, TABLE_TABS));
  return 0;
}

function runWhoAmI(invocation: Invocation): number {
  const { api, io } = invocation;
  const printer = findPrinter(invocation, 'Declared');
  const kind = { kind: 'SelfSubjectReview', apiVersion: 'authentication.k8s.io/v1' };
  const answer = api.post('/apis/authentication.k8s.io/v1/selfsubjectreviews', { ...kind, metadata: {} });
  const status = object(answer, 'status');
  if (printer) {
    io.out(printer({ ...kind, metadata: {}, status }));
    return 0;
  }
  const user = object(status, 'userInfo');
  const extra = Object.entries(object(user, 'extra')).map(([key]) => `Extra: ${key}\t${words(user.extra, key)}`);
  const rows = [
    'ATTRIBUTE\tVALUE',
    ...(text(user, 'username') === '' ? [] : [`Username\t${text(user, 'username')}`]),
    ...(text(user, 'uid') === '' ? [] : [`UID\t${text(user, 'uid')}`]),
    ...(list(user, 'groups').length === 0 ? [] : [`Groups\t${words(user, 'groups')}`]),
    ...extra.sort(),
  ];
  io.out(alignTabs(`${rows.join('\n')}\n`, TABLE_TABS));
  return 0;
}

export const authCommand: Command = {
  name: 'auth',
  commands: [
    { name: 'can-i', run: runCanI },
    {
      name: 'reconcile',
      unmodelled: ['kustomize'],
      run: runReconcile,
    },
    { name: 'whoami', run: runWhoAmI },
  ],
};
