/** A trace for reading: one line a hop, and under it why. */

import type { TraceDocument } from '../world/dataplane/trace-json.ts';
import { joinHostPort } from '../world/net/ip.ts';
import { formatRef } from '../world/ref.ts';

export const FATES = {
  Delivered: '●',
  Answered: '◆',
  Refused: '▲',
  Rejected: '▼',
  Dropped: '✕',
  NotModelled: '▒',
} as const;

export function traceText(trace: TraceDocument): string {
  const lines: string[] = [];
  for (const [index, { node, stage, action, because }] of trace.steps.entries()) {
    lines.push(`hop ${String(index + 1).padEnd(3)} ${shortNode(node).padEnd(14)} ${stage.padEnd(16)} ${action}`);
    for (const { ref, says } of because) lines.push(`${' '.repeat(24)}because ${says}  [${formatRef(ref)}]`);
  }
  const { disposition, reason, response, masqueraded, sourceSeen } = trace;
  lines.push(`ends    ${FATES[disposition]} ${disposition} ${reason}; the sender sees ${response}`);
  if (sourceSeen)
    lines.push(
      `source  the receiver saw ${joinHostPort(sourceSeen.address, sourceSeen.port)}; masqueraded: ${masqueraded}`,
    );
  if (trace.paths.length > 1) lines.push('paths', ...trace.paths.map(pathLine));
  return `${lines.join('\n')}\n`;
}

function pathLine({ probability, disposition, reason, backend }: TraceDocument['paths'][number]): string {
  const to = backend
    ? ` ${joinHostPort(backend.address, backend.port)}${backend.pod ? ` (${backend.pod.namespace}/${backend.pod.name})` : ''}`
    : '';
  return `  ${(probability * 100).toFixed(1).padStart(5)} %  ${FATES[disposition]} ${disposition} ${reason}${to}`;
}

function shortNode(node: string): string {
  return node.split('.')[0] ?? node;
}
