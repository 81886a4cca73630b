/** LimitRange, ResourceQuota, PodDisruptionBudget and PriorityClass. Models: https://github.com/kubernetes/kubectl/blob/v0.35.0/pkg/describe/describe.go */
import { at, type Json, type JsonObject, list, object, sortedEntries, text } from '../json.ts';
import { type Describer, nameOf, namespaceOf } from './describer.ts';
import { writeEvents } from './events.ts';
import { formatSelector } from './selector.ts';
import { labelsLine, type Writer } from './writer.ts';

const BOUNDS = ['min', 'max', 'defaultRequest', 'default', 'maxLimitRequestRatio'] as const;

/** Rows of a LimitRange's table. Differs: resources in order, where Go walks its map in any. */
export function writeLimits(w: Writer, range: JsonObject, indent: string): void {
  for (const item of list(range, 'spec', 'limits')) {
    const names = new Set(BOUNDS.flatMap((key) => Object.keys(object(item, key))));
    for (const name of [...names].sort()) {
      const cells = BOUNDS.map((key) => text(item, key, name) || '-');
      w.line(0, [`${indent}${text(item, 'type')}`, name, ...cells].join('\t'));
    }
  }
}

export const LIMIT_HEAD: readonly string[] = [
  'Type\tResource\tMin\tMax\tDefault Request\tDefault Limit\tMax Limit/Request Ratio',
  '----\t--------\t---\t---\t---------------\t-------------\t-----------------------',
];

export const describeLimitRange: Describer = (w, range) => {
  w.field('Name', nameOf(range));
  w.field('Namespace', namespaceOf(range));
  for (const line of LIMIT_HEAD) w.line(0, line);
  writeLimits(w, range, '');
};

const SCOPES: Readonly<Record<string, string>> = {
  Terminating:
    'Matches all pods that have an active deadline. These pods have a limited lifespan on a node before being actively terminated by the system.',
  NotTerminating:
    'Matches all pods that do not have an active deadline. These pods usually include long running pods whose container command is not expected to terminate.',
  BestEffort:
    'Matches all pods that do not have resource requirements set. These pods have a best effort quality of service.',
  NotBestEffort:
    'Matches all pods that have at least one resource requirement set. These pods have a burstable or guaranteed quality of service.',
};

/** Rows of a ResourceQuota's table. */
export function writeAmounts(w: Writer, quota: JsonObject, indent: string): void {
  for (const [name, hard] of sortedEntries(object(quota, 'status', 'hard'))) {
    w.line(0, `${indent}${name}\t${text(quota, 'status', 'used', name) || '0'}\t${String(hard)}`);
  }
}

export function writeScopes(w: Writer, quota: JsonObject, indent: string): void {
  const scopes = list(quota, 'spec', 'scopes').map(String).sort();
  if (scopes.length === 0) return;
  w.line(0, `${indent}Scopes:\t${scopes.join(', ')}`);
  for (const scope of scopes) if (SCOPES[scope]) w.line(0, `${indent || ' '}* ${SCOPES[scope]}`);
}

export const describeResourceQuota: Describer = (w, quota) => {
  w.field('Name', nameOf(quota));
  w.field('Namespace', namespaceOf(quota));
  writeScopes(w, quota, '');
  w.line(0, 'Resource\tUsed\tHard');
  w.line(0, '--------\t----\t----');
  writeAmounts(w, quota, '');
};

const count = (value: Json, key: string): string => text(value, 'status', key) || '0';

export const describePodDisruptionBudget: Describer = (w, budget, context) => {
  const [least, most] = [at(budget, 'spec', 'minAvailable'), at(budget, 'spec', 'maxUnavailable')];
  w.field('Name', nameOf(budget));
  w.field('Namespace', namespaceOf(budget));
  if (least !== undefined) w.field('Min available', String(least));
  else if (most !== undefined) w.field('Max unavailable', String(most));
  const selector = at(budget, 'spec', 'selector');
  w.field('Selector', selector ? formatSelector(object(budget, 'spec', 'selector')) : '<unset>');
  w.line(0, 'Status:');
  w.field('Allowed disruptions', count(budget, 'disruptionsAllowed'), 2);
  w.field('Current', count(budget, 'currentHealthy'), 2);
  w.field('Desired', count(budget, 'desiredHealthy'), 2);
  w.field('Total', count(budget, 'expectedPods'), 2);
  writeEvents(w, budget, context);
};

export const describePriorityClass: Describer = (w, value, context) => {
  w.field('Name', nameOf(value));
  w.field('Value', text(value, 'value'));
  w.field('GlobalDefault', String(at(value, 'globalDefault') === true));
  w.field('PreemptionPolicy', text(value, 'preemptionPolicy'));
  w.field('Description', text(value, 'description'));
  w.field('Annotations', labelsLine(object(value, 'metadata', 'annotations')));
  writeEvents(w, value, context);
};
