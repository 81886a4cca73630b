/** `rollout undo`: back to what a workload was. Models: kubectl pkg/polymorphichelpers/rollback.go */
import { forEachInfo, printResult, typed } from '../change/modify.ts';
import type { Invocation } from '../cli/command.ts';
import { dryRunOf } from '../cli/dry-run.ts';
import { CommandError } from '../cli/errors.ts';
import { type Info, infoPath } from '../client/resources.ts';
import { equalJson, type JsonObject, object, sortedEntries, withValue } from '../json.ts';
import { checkRolledOut, selectRollouts, templateText } from './rollout-history.ts';
import { listRevisions, REVISION, type Revision, templateOf } from './rollout-revisions.ts';

const HASH = 'pod-template-hash';

const withoutHash = (template: JsonObject): JsonObject => withValue(template, ['metadata', 'labels', HASH], undefined);

/** The one asked for, or the one before the newest; `none` is what is said where there is no such. */
function getTarget(revisions: readonly Revision[], wanted: number, none: string): Revision {
  const target = wanted > 0 ? revisions.find(({ number }) => number === wanted) : revisions.at(-2);
  if (target) return target;
  throw new CommandError(wanted > 0 ? `unable to find specified revision ${wanted} in history` : none);
}

const OWN_ANNOTATIONS = [
  'kubectl.kubernetes.io/last-applied-configuration',
  REVISION,
  'deployment.kubernetes.io/revision-history',
  'deployment.kubernetes.io/desired-replicas',
  'deployment.kubernetes.io/max-replicas',
  'deprecated.deployment.rollback.to',
];

/** Its own annotations stay, the others come from the revision. */
function rolledBackAnnotations(deployment: JsonObject, set: JsonObject): JsonObject {
  const own = sortedEntries(object(deployment, 'metadata', 'annotations')).filter(([key]) =>
    OWN_ANNOTATIONS.includes(key),
  );
  const old = sortedEntries(object(set, 'metadata', 'annotations')).filter(([key]) => !OWN_ANNOTATIONS.includes(key));
  return Object.fromEntries([...old, ...own]);
}

const skipped = (revision: number): string =>
  `skipped rollback (current template already matches revision ${revision})`;

/** What was done, in the words that follow the name. */
function undoDeployment(invocation: Invocation, info: Info, deployment: JsonObject): string {
  const { api, flags } = invocation;
  const none = `no rollout history found for deployment ${JSON.stringify(info.name)}`;
  const target = getTarget(listRevisions(invocation, info), flags.int('to-revision'), none);
  const dryRun = dryRunOf(flags);
  if (dryRun === 'client') return templateText(target.template);
  if ((object(deployment, 'spec').paused ?? false) === true)
    throw new CommandError(
      "you cannot rollback a paused deployment; resume it first with 'kubectl rollout resume' and try again",
    );
  const template = withoutHash(target.template);
  if (equalJson(template, withoutHash(templateOf(deployment)))) return skipped(target.number);
  const patch = [
    { op: 'replace', path: '/spec/template', value: template },
    { op: 'replace', path: '/metadata/annotations', value: rolledBackAnnotations(deployment, target.source) },
  ];
  api.patch(infoPath(info), 'json', patch, { dryRun: dryRun === 'server' ? 'All' : undefined });
  return 'rolled back';
}

/** A DaemonSet's or StatefulSet's revision is a patch. */
function undoSet(invocation: Invocation, info: Info, set: JsonObject): string {
  const { api, flags } = invocation;
  const wanted = flags.int('to-revision');
  const revisions = listRevisions(invocation, info);
  const none = 'no last revision to roll back to';
  if (wanted === 0 && revisions.length <= 1) throw new CommandError(none);
  const target = getTarget(revisions, wanted, none);
  const dryRun = dryRunOf(flags);
  if (dryRun === 'client') return `will roll back to ${templateText(target.template)}`;
  if (equalJson(target.template, templateOf(set))) return skipped(wanted);
  const query = { dryRun: dryRun === 'server' ? 'All' : undefined };
  api.patch(infoPath(info), 'strategic', object(target.source, 'data'), query);
  return 'rolled back';
}

export function runUndo(invocation: Invocation): number {
  const { flags } = invocation;
  if (flags.int('to-revision') < 0)
    throw new CommandError(`revision must be a positive integer: ${flags.text('to-revision')}`);
  const { infos, errors } = selectRollouts(invocation);
  forEachInfo(infos, errors, (info) => {
    checkRolledOut(info, 'rollbacker', 'rollbacker');
    const before = typed(info, info.object ?? {});
    const undo = info.resource.kind === 'Deployment' ? undoDeployment : undoSet;
    printResult(invocation, before, undo(invocation, info, before));
  });
  return 0;
}
