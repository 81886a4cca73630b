/** Shared by `reaches` and `isolates`: what every path of every flow says, and the first that says otherwise. */
import { z } from 'zod';
import type { World } from '../world/world.ts';
import type { Finding } from './checks/check.ts';
import { type FlowObservation, observeFlow } from './observe.ts';
import { hasLabels } from './pods.ts';
import { listSources, sourceSchema } from './sources.ts';

export const flowSchema = z.strictObject({
  from: sourceSchema,
  /** `host:port`; the host is a name or an address. */
  to: z.string().regex(/^[^:/]+:\d+$/, 'must be host:port'),
  protocol: z.enum(['TCP', 'UDP']).default('TCP'),
  /** Labels of the pods that may take the packet. */
  takenBy: z.record(z.string(), z.string()).optional(),
});
export type FlowArgs = z.infer<typeof flowSchema>;

/** ALWAYS demands that every path is delivered, NEVER that none is. */
export function judgeFlows(
  { world, start }: { readonly world: World; readonly start: World },
  args: FlowArgs,
  wanted: 'ALWAYS' | 'NEVER',
  expected: string,
): Omit<Finding, 'check'> {
  const sources = listSources(world, args.from, start);
  if (typeof sources === 'string') return { verdict: 'failed', expected, actual: sources, lookAt: 'kubectl get pods' };
  const [host = '', port = ''] = args.to.split(':');
  for (const { name, place } of sources) {
    const flows = observeFlow(world, place, { host, port: Number(port), protocol: args.protocol });
    const unknown = flows.find((flow) => flow.notModelled.length > 0);
    if (unknown) {
      const actual = 'it depends on something that is not modelled';
      return {
        verdict: 'undecided',
        expected,
        actual,
        lookAt: unknown.notModelled[0] ?? '',
        notModelled: unknown.notModelled,
      };
    }
    const wrong = flows.filter((flow) => !isAsWanted(flow, args, wanted));
    const [first] = wrong;
    if (!first) continue;
    const share = Math.round(100 * wrong.reduce((sum, { probability }) => sum + probability, 0));
    const actual = `${name}: ${describeFlow(first)}${share < 100 ? `, in ${share} % of connections` : ''}`;
    return { verdict: 'failed', expected, actual, lookAt: first.lookAt(), trace: first.trace() };
  }
  const actual = wanted === 'ALWAYS' ? 'every path arrives' : 'no path arrives';
  return { verdict: 'passed', expected, actual, lookAt: args.to };
}

function isAsWanted(flow: FlowObservation, { takenBy }: FlowArgs, wanted: 'ALWAYS' | 'NEVER'): boolean {
  const delivered = flow.disposition === 'Delivered';
  if (wanted === 'NEVER') return !delivered;
  return delivered && (!takenBy || (flow.pod !== undefined && hasLabels(flow.pod, takenBy)));
}

function describeFlow({ disposition, reason, pod }: FlowObservation): string {
  const by = disposition === 'Delivered' ? ` to ${pod?.metadata.name ?? 'a process that is no pod'}` : ` ${reason}`;
  return `${disposition}${by}`;
}
