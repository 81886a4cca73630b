/** What the generators of `kubectl create` share: one object, sent and printed. */

import { LAST_APPLIED } from '../change/last-applied.ts';
import type { Invocation } from '../cli/command.ts';
import { usageHint } from '../cli/dispatch.ts';
import { dryRunOf, writeQuery } from '../cli/dry-run.ts';
import { CommandError, StatusError } from '../cli/errors.ts';
import { pathOf } from '../client/discovery.ts';
import { type JsonObject, object, text } from '../json.ts';
import { compactJson } from '../output/json.ts';
import { findPrinter, resultLine } from '../output/printer.ts';

/** The one NAME before `--`. */
export function oneName({ args, beforeDash, path }: Invocation): string {
  const names = beforeDash < 0 ? args : args.slice(0, beforeDash);
  const [name] = names;
  if (name === undefined || names.length !== 1)
    throw usageHint(path, `exactly one NAME is required, got ${names.length}`);
  return name;
}

/** What stands after `--`. */
export const commandWords = ({ args, beforeDash }: Invocation): readonly string[] =>
  beforeDash < 0 ? [] : args.slice(beforeDash);

/** The part of an image's name that a container is called after. */
export function imageBase(image: string): string {
  const last = image.split('/').at(-1) ?? '';
  return (last.split('@')[0] ?? '').split(':')[0] ?? '';
}

const CLUSTER_KINDS: ReadonlySet<string> = new Set(['Namespace', 'ClusterRole', 'ClusterRoleBinding', 'PriorityClass']);

function placed(invocation: Invocation, value: JsonObject): JsonObject {
  if (CLUSTER_KINDS.has(text(value, 'kind')) || !invocation.namespaceGiven) return value;
  const { name, ...rest } = object(value, 'metadata');
  return { ...value, metadata: { name, namespace: invocation.namespace, ...rest } };
}

/** With its own configuration in the annotation, in the order of the Go type. */
function saved(value: JsonObject): JsonObject {
  const annotations = { [LAST_APPLIED]: `${compactJson(value, 'Declared')}\n` };
  return { ...value, metadata: { ...object(value, 'metadata'), annotations } };
}

/** Creates `value`; `what` names it in a failure, such as `deployment`, where its command says more than the server. */
export function createObject(invocation: Invocation, generated: JsonObject, what?: string): number {
  const { flags, io, api, discovery } = invocation;
  const dryRun = dryRunOf(flags);
  const printer = findPrinter(invocation, dryRun === 'client' ? 'Declared' : 'Sorted');
  const value = flags.bool('save-config') ? saved(placed(invocation, generated)) : placed(invocation, generated);
  let result = value;
  if (dryRun !== 'client') {
    const resource = discovery.findKind(text(value, 'apiVersion'), text(value, 'kind'));
    if (!resource) throw new CommandError(`no matches for kind ${JSON.stringify(text(value, 'kind'))}`);
    const namespace = resource.namespaced ? invocation.namespace : '';
    try {
      const answer = api.post(pathOf(resource, namespace), value, writeQuery(flags, 'kubectl-create'));
      result = { apiVersion: text(value, 'apiVersion'), kind: text(value, 'kind'), ...answer };
    } catch (error) {
      if (!(error instanceof StatusError) || what === undefined) throw error;
      throw new CommandError(`failed to create ${what}: ${error.message}`);
    }
  }
  io.out(printer ? printer(result) : resultLine(result, 'created', dryRun));
  return 0;
}
