/**
 * `kubectl auth reconcile`: roles and bindings as files want them, without taking away what was added by hand.
 * Models: k8s.io/component-helpers/auth/rbac/reconciliation and k8s.io/component-helpers/auth/rbac/validation
 */
import { forEachInfo, typed } from '../change/modify.ts';
import type { Invocation } from '../cli/command.ts';
import { dryRunOf } from '../cli/dry-run.ts';
import { CommandError, isNotFound } from '../cli/errors.ts';
import { pathOf } from '../client/discovery.ts';
import { type Info, infoPath, selectFiles } from '../client/resources.ts';
import { equalJson, type Json, type JsonObject, list, object, text } from '../json.ts';
import { inGoOrder } from '../output/go-order.ts';
import { findPrinter, type ObjectPrinter, resultLine } from '../output/printer.ts';
import { missingRules, type Rule, readRules } from './auth-rules.ts';

type Operation = 'none' | 'create' | 'update' | 'recreate';

interface Outcome {
  readonly operation: Operation;
  readonly value: JsonObject;
  /** It asks not to be reconciled. */
  readonly isProtected: boolean;
  readonly missing: readonly string[];
  readonly extra: readonly string[];
}

const words = (values: readonly string[]): string => `[${values.join(' ')}]`;

/** As Go's %+v shows it. */
const ruleText = ({ verbs, apiGroups, resources, resourceNames, nonResourceURLs }: Rule): string =>
  `{Verbs:${words(verbs)} APIGroups:${words(apiGroups)} Resources:${words(resources)} ResourceNames:${words(resourceNames)} NonResourceURLs:${words(nonResourceURLs)}}`;

const subjectText = (subject: Json): string =>
  `{Kind:${text(subject, 'kind')} APIGroup:${text(subject, 'apiGroup')} Name:${text(subject, 'name')} Namespace:${text(subject, 'namespace')}}`;

/** A rule as the API writes it. */
const ruleJson = (rule: Rule): JsonObject =>
  Object.fromEntries(Object.entries(rule).flatMap(([key, values]) => (values.length > 0 ? [[key, values]] : [])));

function findLive({ api }: Invocation, info: Info): JsonObject | undefined {
  try {
    return api.object(infoPath(info));
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

/** Labels and annotations of the file beside those that are there. */
function withMetadata(live: JsonObject, wanted: JsonObject): JsonObject {
  const metadata = object(live, 'metadata');
  const merged = (key: 'annotations' | 'labels'): JsonObject => {
    const both = { ...object(wanted, 'metadata', key), ...object(metadata, key) };
    return Object.keys(both).length > 0 ? { [key]: both } : {};
  };
  return { ...live, metadata: { ...metadata, ...merged('annotations'), ...merged('labels') } };
}

const isProtected = (live: JsonObject): boolean =>
  text(live, 'metadata', 'annotations', 'rbac.authorization.kubernetes.io/autoupdate') === 'false';

function reconcileRole({ flags }: Invocation, wanted: JsonObject, live: JsonObject): Outcome {
  const merged = withMetadata(live, wanted);
  const [want, have] = [readRules(wanted), readRules(live)];
  const aggregates = object(wanted, 'aggregationRule').clusterRoleSelectors !== undefined;
  const missing = aggregates ? [] : missingRules(have, want);
  const extra = aggregates ? [] : missingRules(want, have);
  const remove = flags.bool('remove-extra-permissions');
  const changes = missing.length > 0 || (remove && extra.length > 0);
  const rules = remove ? list(wanted, 'rules') : [...list(live, 'rules'), ...missing.map(ruleJson)];
  const value = changes ? { ...merged, rules } : merged;
  return {
    operation: equalJson(value, live) ? 'none' : 'update',
    value,
    isProtected: isProtected(live),
    missing: missing.map(ruleText),
    extra: remove ? extra.map(ruleText) : [],
  };
}

const without = (subjects: readonly Json[], others: readonly Json[]): readonly Json[] =>
  subjects.filter((one) => !others.some((other) => subjectText(other) === subjectText(one)));

function reconcileBinding({ flags }: Invocation, wanted: JsonObject, live: JsonObject): Outcome {
  if (!equalJson(wanted.roleRef, live.roleRef))
    return { operation: 'recreate', value: wanted, isProtected: isProtected(live), missing: [], extra: [] };
  const merged = withMetadata(live, wanted);
  const [want, have] = [list(wanted, 'subjects'), list(live, 'subjects')];
  const [missing, extra] = [without(want, have), without(have, want)];
  const remove = flags.bool('remove-extra-subjects');
  const changes = missing.length > 0 || (remove && extra.length > 0);
  const value = changes ? { ...merged, subjects: remove ? want : [...have, ...missing] } : merged;
  return {
    operation: equalJson(value, live) ? 'none' : 'update',
    value,
    isProtected: isProtected(live),
    missing: missing.map(subjectText),
    extra: remove ? extra.map(subjectText) : [],
  };
}

const ROLES: readonly string[] = ['Role', 'ClusterRole'];
const BINDINGS: readonly string[] = ['RoleBinding', 'ClusterRoleBinding'];

function compare(invocation: Invocation, info: Info, wanted: JsonObject): Outcome {
  const live = findLive(invocation, info);
  const isRole = ROLES.includes(info.resource.kind);
  if (live) return (isRole ? reconcileRole : reconcileBinding)(invocation, wanted, live);
  const missing = isRole ? readRules(wanted).map(ruleText) : list(wanted, 'subjects').map(subjectText);
  return { operation: 'create', value: wanted, isProtected: false, missing, extra: [] };
}

/** What is namespaced is made with its namespace. */
function ensureNamespace({ api }: Invocation, { namespace }: Info): void {
  if (namespace === '') return;
  try {
    api.object(`/api/v1/namespaces/${namespace}`);
  } catch (error) {
    if (!isNotFound(error)) throw error;
    api.post('/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });
  }
}

function write(invocation: Invocation, info: Info, { operation, value }: Outcome): JsonObject {
  const { api } = invocation;
  const collection = pathOf(info.resource, info.namespace);
  switch (operation) {
    case 'none':
      return value;
    case 'update':
      return api.put(infoPath(info), typed(info, value));
    case 'recreate':
      api.delete(infoPath(info), { apiVersion: 'v1', kind: 'DeleteOptions' });
      return api.post(collection, typed(info, value));
    case 'create':
      ensureNamespace(invocation, info);
      return api.post(collection, typed(info, value));
    default:
      return operation satisfies never;
  }
}

function say({ io }: Invocation, info: Info, { operation, isProtected: kept, missing, extra }: Outcome): void {
  if (operation === 'none') return;
  const what = ROLES.includes(info.resource.kind) ? 'rules' : 'subjects';
  const caveat = kept ? ', but object opted out (rbac.authorization.kubernetes.io/autoupdate: false)' : '';
  const listed = (title: string, values: readonly string[]) =>
    values.length > 0 ? `\t${title}:\n${values.map((value) => `\t\t${value}\n`).join('')}` : '';
  const head = `\treconciliation required ${operation}${caveat}\n`;
  io.err(`${head}${listed(`missing ${what} added`, missing)}${listed(`extra ${what} removed`, extra)}`);
}

function reconcileOne(invocation: Invocation, info: Info, printer: ObjectPrinter | undefined): void {
  const { flags, io } = invocation;
  const { kind } = info.resource;
  if (!ROLES.includes(kind) && !BINDINGS.includes(kind)) return;
  const outcome = compare(invocation, info, info.object ?? {});
  const dryRun = dryRunOf(flags);
  const writes = dryRun === 'none' && !outcome.isProtected;
  const value = typed(info, writes ? write(invocation, info, outcome) : outcome.value);
  io.out(printer ? printer(inGoOrder(value, flags)) : resultLine(value, 'reconciled', dryRun));
  say(invocation, info, outcome);
}

/** Objects of other kinds are passed over in silence. */
export function runReconcile(invocation: Invocation): number {
  const { args, flags } = invocation;
  if (flags.list('filename').length === 0) throw new CommandError('must specify one of -f and -k');
  if (args.length > 0) throw new CommandError('no arguments are allowed');
  if (dryRunOf(flags) === 'server')
    throw new CommandError('--dry-run=server for command reconcile is not supported yet');
  const printer = findPrinter(invocation, 'Declared');
  const { infos, errors } = selectFiles(invocation, flags);
  forEachInfo(infos, errors, (info) => reconcileOne(invocation, info, printer));
  return 0;
}
