/** Deployment, ReplicaSet, DaemonSet, StatefulSet and Job. */
import { humanDuration } from '../cli/duration.ts';
import { at, type Json, type JsonObject, list, object, text } from '../json.ts';
import { type Describer, nameOf, namespaceOf } from './describer.ts';
import { writeEvents } from './events.ts';
import { podsStatus, writeConditions } from './owned-pods.ts';
import { splitReplicaSets } from './replica-sets.ts';
import { formatSelector } from './selector.ts';
import { writeTemplate } from './template.ts';
import { longTime, parseTime } from './time.ts';
import { controllerOf, labelsLine, type Writer, writeAnnotations, writeLabels } from './writer.ts';

const count = (value: Json | undefined, ...path: string[]): string => text(value, ...path) || '0';

const selectorOf = (workload: JsonObject): string => formatSelector(object(workload, 'spec', 'selector'));

function writeMetadata(w: Writer, workload: JsonObject): void {
  writeLabels(w, 'Labels', object(workload, 'metadata', 'labels'));
  writeAnnotations(w, 'Annotations', object(workload, 'metadata', 'annotations'));
}

function replicaSetsText(sets: readonly JsonObject[]): string {
  const shown = sets.map(
    (set) => `${nameOf(set)} (${count(set, 'status', 'replicas')}/${count(set, 'spec', 'replicas')} replicas created)`,
  );
  return shown.join(', ') || '<none>';
}

export const describeDeployment: Describer = (w, deployment, context) => {
  const status = (key: string) => count(deployment, 'status', key);
  const rolling = at(deployment, 'spec', 'strategy', 'rollingUpdate');
  w.field('Name', nameOf(deployment));
  w.field('Namespace', namespaceOf(deployment));
  w.field('CreationTimestamp', longTime(at(deployment, 'metadata', 'creationTimestamp')));
  writeMetadata(w, deployment);
  w.field('Selector', selectorOf(deployment));
  w.field(
    'Replicas',
    `${count(deployment, 'spec', 'replicas')} desired | ${status('updatedReplicas')} updated | ${status('replicas')} total | ${status('availableReplicas')} available | ${status('unavailableReplicas')} unavailable`,
  );
  w.field('StrategyType', text(deployment, 'spec', 'strategy', 'type'));
  w.field('MinReadySeconds', count(deployment, 'spec', 'minReadySeconds'));
  if (rolling)
    w.field(
      'RollingUpdateStrategy',
      `${text(rolling, 'maxUnavailable')} max unavailable, ${text(rolling, 'maxSurge')} max surge`,
    );
  writeTemplate(w, object(deployment, 'spec', 'template'));
  writeConditions(w, deployment);
  const { older, current } = splitReplicaSets(context.api, deployment);
  if (older.length > 0 || current) {
    w.field('OldReplicaSets', replicaSetsText(older));
    w.field('NewReplicaSet', replicaSetsText(current ? [current] : []));
  }
  writeEvents(w, deployment, context);
};

export const describeReplicaSet: Describer = (w, set, context) => {
  w.field('Name', nameOf(set));
  w.field('Namespace', namespaceOf(set));
  w.field('Selector', selectorOf(set));
  writeMetadata(w, set);
  w.optional('Controlled By', controllerOf(set));
  w.field('Replicas', `${count(set, 'status', 'replicas')} current / ${count(set, 'spec', 'replicas')} desired`);
  w.field('Pods Status', podsStatus(context, set, selectorOf(set)));
  writeTemplate(w, object(set, 'spec', 'template'));
  writeConditions(w, set);
  writeEvents(w, set, context);
};

export const describeDaemonSet: Describer = (w, set, context) => {
  const status = (key: string) => count(set, 'status', key);
  w.field('Name', nameOf(set));
  w.field('Namespace', namespaceOf(set));
  w.field('Selector', selectorOf(set));
  w.field('Node-Selector', labelsLine(object(set, 'spec', 'template', 'spec', 'nodeSelector')));
  writeMetadata(w, set);
  w.line(0, `Desired Number of Nodes Scheduled: ${status('desiredNumberScheduled')}`);
  w.line(0, `Current Number of Nodes Scheduled: ${status('currentNumberScheduled')}`);
  w.line(0, `Number of Nodes Scheduled with Up-to-date Pods: ${status('updatedNumberScheduled')}`);
  w.line(0, `Number of Nodes Scheduled with Available Pods: ${status('numberAvailable')}`);
  w.line(0, `Number of Nodes Misscheduled: ${status('numberMisscheduled')}`);
  w.field('Pods Status', podsStatus(context, set, selectorOf(set)));
  writeTemplate(w, object(set, 'spec', 'template'));
  writeEvents(w, set, context);
};

function writeClaims(w: Writer, claims: readonly Json[]): void {
  w.line(0, claims.length === 0 ? 'Volume Claims:\t<none>' : 'Volume Claims:');
  for (const claim of claims) {
    w.field('Name', text(claim, 'metadata', 'name'), 1);
    w.field('StorageClass', text(claim, 'spec', 'storageClassName'), 1);
    writeLabels(w, '  Labels', object(claim, 'metadata', 'labels'));
    writeLabels(w, '  Annotations', object(claim, 'metadata', 'annotations'));
    w.field('Capacity', text(claim, 'spec', 'resources', 'requests', 'storage') || '<default>', 1);
    w.field('Access Modes', `[${list(claim, 'spec', 'accessModes').join(' ')}]`, 1);
  }
}

export const describeStatefulSet: Describer = (w, set, context) => {
  const partition = at(set, 'spec', 'updateStrategy', 'rollingUpdate', 'partition');
  w.field('Name', nameOf(set));
  w.field('Namespace', namespaceOf(set));
  w.field('CreationTimestamp', longTime(at(set, 'metadata', 'creationTimestamp')));
  w.field('Selector', selectorOf(set));
  writeMetadata(w, set);
  w.field('Replicas', `${count(set, 'spec', 'replicas')} desired | ${count(set, 'status', 'replicas')} total`);
  w.field('Update Strategy', text(set, 'spec', 'updateStrategy', 'type'));
  if (partition !== undefined) w.field('Partition', String(partition), 1);
  w.field('Pods Status', podsStatus(context, set, selectorOf(set)));
  writeTemplate(w, object(set, 'spec', 'template'));
  writeClaims(w, list(set, 'spec', 'volumeClaimTemplates'));
  writeEvents(w, set, context);
};

function writeJobTimes(w: Writer, job: JsonObject): void {
  const [started, completed] = [at(job, 'status', 'startTime'), at(job, 'status', 'completionTime')];
  if (started) w.field('Start Time', longTime(started));
  if (completed) w.field('Completed At', longTime(completed));
  if (started && completed) w.field('Duration', humanDuration((parseTime(completed) ?? 0) - (parseTime(started) ?? 0)));
}

export const describeJob: Describer = (w, job, context) => {
  const status = (key: string) => count(job, 'status', key);
  const ready = at(job, 'status', 'ready');
  const deadline = text(job, 'spec', 'activeDeadlineSeconds');
  w.field('Name', nameOf(job));
  w.field('Namespace', namespaceOf(job));
  w.field('Selector', selectorOf(job));
  writeMetadata(w, job);
  w.optional('Controlled By', controllerOf(job));
  w.optional('Parallelism', at(job, 'spec', 'parallelism'));
  w.field('Completions', text(job, 'spec', 'completions') || '<unset>');
  w.optional('Completion Mode', at(job, 'spec', 'completionMode'));
  w.optional('Suspend', at(job, 'spec', 'suspend'));
  w.optional('Backoff Limit', at(job, 'spec', 'backoffLimit'));
  w.optional('TTL Seconds After Finished', at(job, 'spec', 'ttlSecondsAfterFinished'));
  writeJobTimes(w, job);
  if (deadline !== '') w.field('Active Deadline Seconds', `${deadline}s`);
  const active = ready === undefined ? status('active') : `${status('active')} Active (${String(ready)} Ready)`;
  w.field(
    'Pods Statuses',
    `${ready === undefined ? `${active} Active` : active} / ${status('succeeded')} Succeeded / ${status('failed')} Failed`,
  );
  if (text(job, 'spec', 'completionMode') === 'Indexed')
    w.field('Completed Indexes', text(job, 'status', 'completedIndexes') || '<none>');
  writeTemplate(w, object(job, 'spec', 'template'));
  writeEvents(w, job, context);
};
