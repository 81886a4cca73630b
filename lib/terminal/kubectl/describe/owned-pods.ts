/** What the pages of the kinds that own pods share. */
import { at, type JsonObject, list, text } from '../json.ts';
import { type DescribeContext, listObjects, namespaceOf } from './describer.ts';
import type { Writer } from './writer.ts';

/** `1 Running / 0 Waiting / 0 Succeeded / 0 Failed` of the pods that it controls. */
export function podsStatus({ api }: DescribeContext, workload: JsonObject, labelSelector: string): string {
  const pods = listObjects(api, `/api/v1/namespaces/${namespaceOf(workload)}/pods`, { labelSelector });
  const uid = text(workload, 'metadata', 'uid');
  const own = pods.filter((pod) =>
    list(pod, 'metadata', 'ownerReferences').some(
      (owner) => at(owner, 'controller') === true && text(owner, 'uid') === uid,
    ),
  );
  const inPhase = (phase: string) => own.filter((pod) => text(pod, 'status', 'phase') === phase).length;
  return `${inPhase('Running')} Running / ${inPhase('Pending')} Waiting / ${inPhase('Succeeded')} Succeeded / ${inPhase('Failed')} Failed`;
}

export function writeConditions(w: Writer, workload: JsonObject): void {
  const conditions = list(workload, 'status', 'conditions');
  if (conditions.length === 0) return;
  w.line(0, 'Conditions:');
  w.line(1, 'Type\tStatus\tReason');
  w.line(1, '----\t------\t------');
  for (const one of conditions) w.line(1, `${text(one, 'type')} \t${text(one, 'status')}\t${text(one, 'reason')}`);
}
