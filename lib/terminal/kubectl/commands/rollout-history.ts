/** `rollout history` and `rollout undo`. */

import { forEachInfo, printResult, typed } from '../change/modify.ts';
import type { Invocation } from '../cli/command.ts';
import { dryRunOf } from '../cli/dry-run.ts';
import { CommandError, notModelled } from '../cli/errors.ts';
import { fetchObjects, type Info, infoPath, selectResources } from '../client/resources.ts';
import { listReplicaSets } from '../describe/replica-sets.ts';
import { writeTemplate } from '../describe/template.ts';
import { Writer } from '../describe/writer.ts';
import { equalJson, type JsonObject, object, sortedEntries, text, withValue } from '../json.ts';
import { nameOf, resultLine } from '../output/printer.ts';
import { alignTabs } from '../output/tabwriter.ts';

const REVISION = 'deployment.kubernetes.io/revision';
const CAUSE = 'kubernetes.io/change-cause';
const HASH = 'pod-template-hash';

const revisionOf = (value: JsonObject): number => Number(text(value, 'metadata', 'annotations', REVISION) || 0);

const templateOf = (value: JsonObject): JsonObject => object(value, 'spec', 'template');

const withoutHash = (template: JsonObject): JsonObject => withValue(template, ['metadata', 'labels', HASH], undefined);

/** A template as it is shown on its own: not aligned. */
function templateText(set: JsonObject, cause: 'WithCause' | 'Bare'): string {
  const said = text(set, 'metadata', 'annotations', CAUSE);
  const template = templateOf(set);
  const shown =
    cause === 'WithCause' && said !== '' ? withValue(template, ['metadata', 'annotations', CAUSE], said) : template;
  const w = new Writer();
  writeTemplate(w, shown);
  return w.raw();
}

function historyText(sets: readonly JsonObject[]): string {
  if (sets.length === 0) return 'No rollout history found.';
  const rows = [...sets]
    .sort((a, b) => revisionOf(a) - revisionOf(b))
    .map((set) => `${revisionOf(set)}\t${text(set, 'metadata', 'annotations', CAUSE) || '<none>'}`);
  return alignTabs(`REVISION\tCHANGE-CAUSE\n${rows.join('\n')}\n`, { minWidth: 0, padding: 2 });
}

function selectRollouts(invocation: Invocation): { infos: Info[]; errors: Error[] } {
  const { args, flags } = invocation;
  if (args.length === 0 && flags.list('filename').length === 0)
    throw new CommandError('required resource not specified');
  return fetchObjects(invocation, selectResources(invocation, flags, args, { bareTypes: true }));
}

function checkKind(info: Info, refusal: string): void {
  const { kind } = info.resource;
  if (kind === 'DaemonSet' || kind === 'StatefulSet') throw notModelled(`rollout history of ${info.resource.name}`);
  if (kind !== 'Deployment') throw new CommandError(refusal);
}

export function runHistory(invocation: Invocation): number {
  const { api, flags, io } = invocation;
  const revision = flags.int('revision');
  if (revision < 0) throw new CommandError(`revision must be a positive integer: ${revision}`);
  if (flags.text('output') !== '') throw notModelled('--output');
  const { infos, errors } = selectRollouts(invocation);
  forEachInfo(infos, errors, (info) => {
    const { kind } = info.resource;
    checkKind(info, `error retrieving history for ${JSON.stringify(kind)}, no visitor method exists for { ${kind}}`);
    const sets = listReplicaSets(api, info.object ?? {}).filter((set) => revisionOf(set) > 0);
    const name = nameOf(typed(info, info.object ?? {}));
    if (revision === 0) {
      io.out(`${name} \n${historyText(sets)}\n`);
      return;
    }
    const set = sets.find((one) => revisionOf(one) === revision);
    if (!set) throw new CommandError('unable to find the specified revision');
    io.out(`${name} with revision #${revision}\n${templateText(set, 'WithCause')}\n`);
  });
  return 0;
}

/** The ReplicaSet to go back to: the one asked for, or the one before the newest. */
function findRevision(sets: readonly JsonObject[], wanted: number, name: string): JsonObject {
  const sorted = [...sets].sort((a, b) => revisionOf(b) - revisionOf(a));
  if (wanted > 0) {
    const found = sorted.find((set) => revisionOf(set) === wanted);
    if (found) return found;
    throw new CommandError(`unable to find specified revision ${wanted} in history`);
  }
  const previous = sorted[1];
  if (!previous) throw new CommandError(`no rollout history found for deployment ${JSON.stringify(name)}`);
  return previous;
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

function undoOne(invocation: Invocation, info: Info): void {
  const { api, flags, io } = invocation;
  const deployment = typed(info, info.object ?? {});
  checkKind(info, `no rollbacker has been implemented for ${JSON.stringify(info.resource.kind)}`);
  const revision = flags.int('to-revision');
  const set = findRevision(listReplicaSets(api, deployment), revision, info.name);
  const dryRun = dryRunOf(flags);
  if (dryRun === 'client') {
    const shown = withValue(set, ['spec', 'template'], templateOf(set));
    io.out(resultLine(deployment, templateText(shown, 'Bare'), dryRun));
    return;
  }
  if (deployment.spec && (object(deployment, 'spec').paused ?? false) === true)
    throw new CommandError(
      "you cannot rollback a paused deployment; resume it first with 'kubectl rollout resume' and try again",
    );
  const template = withoutHash(templateOf(set));
  if (equalJson(template, withoutHash(templateOf(deployment)))) {
    printResult(
      invocation,
      deployment,
      `skipped rollback (current template already matches revision ${revisionOf(set)})`,
    );
    return;
  }
  const patch = [
    { op: 'replace', path: '/spec/template', value: template },
    { op: 'replace', path: '/metadata/annotations', value: rolledBackAnnotations(deployment, set) },
  ];
  api.patch(infoPath(info), 'json', patch, { dryRun: dryRun === 'server' ? 'All' : undefined });
  printResult(invocation, deployment, 'rolled back');
}

export function runUndo(invocation: Invocation): number {
  if (invocation.flags.int('to-revision') < 0)
    throw new CommandError(`revision must be a positive integer: ${invocation.flags.text('to-revision')}`);
  const { infos, errors } = selectRollouts(invocation);
  forEachInfo(infos, errors, (info) => undoOne(invocation, info));
  return 0;
}
