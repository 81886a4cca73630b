/** CronJob, ReplicationController and HorizontalPodAutoscaler. Models: https://github.com/kubernetes/kubectl/blob/v0.35.0/pkg/describe/describe.go */
import { notModelled } from '../cli/errors.ts';
import { at, type Json, type JsonObject, list, object, text } from '../json.ts';
import { type Describer, nameOf, namespaceOf } from './describer.ts';
import { writeEvents } from './events.ts';
import { podsStatus, writeConditions } from './owned-pods.ts';
import { formatSelector } from './selector.ts';
import { writeTemplate } from './template.ts';
import { longTime } from './time.ts';
import { labelsLine, type Writer, writeAnnotations, writeLabels } from './writer.ts';

const boolText = (value: Json | undefined): string =>
  value === undefined ? '<unset>' : value === true ? 'True' : 'False';

function writeJobTemplate(w: Writer, spec: JsonObject): void {
  const deadline = text(spec, 'activeDeadlineSeconds');
  w.field('Selector', at(spec, 'selector') ? formatSelector(object(spec, 'selector')) : '<unset>');
  w.field('Parallelism', text(spec, 'parallelism') || '<unset>');
  w.field('Completions', text(spec, 'completions') || '<unset>');
  if (deadline !== '') w.field('Active Deadline Seconds', `${deadline}s`);
  writeTemplate(w, object(spec, 'template'));
}

export const describeCronJob: Describer = (w, job, context) => {
  const spec = object(job, 'spec');
  const deadline = text(spec, 'startingDeadlineSeconds');
  const last = at(job, 'status', 'lastScheduleTime');
  const active = list(job, 'status', 'active').map((one) => text(one, 'name'));
  w.field('Name', nameOf(job));
  w.field('Namespace', namespaceOf(job));
  writeLabels(w, 'Labels', object(job, 'metadata', 'labels'));
  writeAnnotations(w, 'Annotations', object(job, 'metadata', 'annotations'));
  w.field('Schedule', text(spec, 'schedule'));
  w.field('Concurrency Policy', text(spec, 'concurrencyPolicy'));
  w.field('Suspend', boolText(at(spec, 'suspend')));
  w.field('Successful Job History Limit', text(spec, 'successfulJobsHistoryLimit') || '<unset>');
  w.field('Failed Job History Limit', text(spec, 'failedJobsHistoryLimit') || '<unset>');
  w.field('Starting Deadline Seconds', deadline === '' ? '<unset>' : `${deadline}s`);
  writeJobTemplate(w, object(spec, 'jobTemplate', 'spec'));
  w.field('Last Schedule Time', last ? longTime(last) : '<unset>');
  w.field('Active Jobs', active.join(', ') || '<none>');
  writeEvents(w, job, context);
};

export const describeReplicationController: Describer = (w, controller, context) => {
  const count = (...path: string[]) => text(controller, ...path) || '0';
  const selector = labelsLine(object(controller, 'spec', 'selector'));
  w.field('Name', nameOf(controller));
  w.field('Namespace', namespaceOf(controller));
  w.field('Selector', selector);
  writeLabels(w, 'Labels', object(controller, 'metadata', 'labels'));
  writeAnnotations(w, 'Annotations', object(controller, 'metadata', 'annotations'));
  w.field('Replicas', `${count('status', 'replicas')} current / ${count('spec', 'replicas')} desired`);
  w.field('Pods Status', podsStatus(context, controller, selector));
  writeTemplate(w, object(controller, 'spec', 'template'));
  writeConditions(w, controller);
  writeEvents(w, controller, context);
};

function resourceMetric(w: Writer, name: string, target: Json | undefined, current: Json | undefined): void {
  const average = text(target, 'averageValue');
  if (average !== '') {
    w.line(1, `resource ${name} on pods:\t${text(current, 'averageValue') || '<unknown>'} / ${average}`);
    return;
  }
  const share = text(current, 'averageUtilization');
  const shown = share === '' ? '<unknown>' : `${share}% (${text(current, 'averageValue')})`;
  const wanted = text(target, 'averageUtilization');
  w.line(
    1,
    `resource ${name} on pods  (as a percentage of request):\t${shown} / ${wanted === '' ? '<auto>' : `${wanted}%`}`,
  );
}

/** Conditions of an autoscaler carry a message too. */
function writeScalerConditions(w: Writer, scaler: JsonObject): void {
  const conditions = list(scaler, 'status', 'conditions');
  if (conditions.length === 0) return;
  w.line(0, 'Conditions:');
  w.line(1, 'Type\tStatus\tReason\tMessage');
  w.line(1, '----\t------\t------\t-------');
  for (const one of conditions) {
    w.line(1, ['type', 'status', 'reason', 'message'].map((key) => text(one, key)).join('\t'));
  }
}

export const describeAutoscaler: Describer = (w, scaler, context) => {
  const spec = object(scaler, 'spec');
  if (at(spec, 'behavior')) throw notModelled('kubectl describe of an autoscaler with behavior');
  const reference = object(spec, 'scaleTargetRef');
  const current = list(scaler, 'status', 'currentMetrics');
  w.field('Name', nameOf(scaler));
  w.field('Namespace', namespaceOf(scaler));
  writeLabels(w, 'Labels', object(scaler, 'metadata', 'labels'));
  writeAnnotations(w, 'Annotations', object(scaler, 'metadata', 'annotations'));
  w.field('CreationTimestamp', longTime(at(scaler, 'metadata', 'creationTimestamp')));
  w.field('Reference', `${text(reference, 'kind')}/${text(reference, 'name')}`);
  w.field('Metrics', '( current / target )');
  for (const [index, metric] of list(spec, 'metrics').entries()) {
    if (text(metric, 'type') !== 'Resource') throw notModelled('kubectl describe of this type of metric');
    resourceMetric(
      w,
      text(metric, 'resource', 'name'),
      at(metric, 'resource', 'target'),
      at(current[index], 'resource', 'current'),
    );
  }
  w.field('Min replicas', text(spec, 'minReplicas') || '<unset>');
  w.field('Max replicas', text(spec, 'maxReplicas') || '0');
  const replicas = `${text(scaler, 'status', 'currentReplicas') || 0} current / ${text(scaler, 'status', 'desiredReplicas') || 0} desired`;
  w.field(`${text(reference, 'kind')} pods`, replicas);
  writeScalerConditions(w, scaler);
  writeEvents(w, scaler, context);
};
