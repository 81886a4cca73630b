/** `keeps`: a client that calls again and again is always answered, and changes its backend only when that one is gone. */
import { z } from 'zod';
import type { World } from '../../world/world.ts';
import { perturbationSchema } from '../labs/schema.ts';
import { callOnce } from '../observe.ts';
import { describePerturbation, startPerturbation } from '../perturbations.ts';
import { listSources, type NamedPlace, sourceSchema } from '../sources.ts';
import { defineCheck } from './check.ts';

const argsSchema = z.strictObject({
  from: sourceSchema,
  url: z.string(),
  everySeconds: z.int().min(1),
  calls: z.int().min(2).max(200),
  /** What happens after the second call. */
  during: perturbationSchema.optional(),
  demands: z.enum(['an answer to every call', 'the same backend while it lives']),
});
type Args = z.infer<typeof argsSchema>;

export const keeps = defineCheck({
  uses: 'keeps',
  with: argsSchema,
  run({ world, start }, args) {
    const during = args.during ? ` while ${describePerturbation(args.during)}` : '';
    const expected = `${args.demands}, one call of ${args.url} every ${args.everySeconds} s${during}`;
    const sources = listSources(world, args.from, start);
    if (typeof sources === 'string')
      return { verdict: 'failed', expected, actual: sources, lookAt: 'kubectl get pods' };
    for (const source of sources) {
      const problem = followClient(world.fork(), source, args);
      if (problem)
        return {
          verdict: 'failed',
          expected,
          actual: `${source.name}: ${problem}`,
          lookAt: `kubectl describe service`,
        };
    }
    return { verdict: 'passed', expected, actual: 'so it is', lookAt: args.url };
  },
});

/** Plays one client for all its calls; says what went wrong first. */
function followClient(world: World, source: NamedPlace, args: Args): string | undefined {
  let backend: string | undefined;
  for (let call = 1; call <= args.calls; call++) {
    if (call > 1) world.advance(args.everySeconds * 1000);
    if (call === 3 && args.during) startPerturbation(world, args.during);
    const { outcome, status, podName } = callOnce(world, source.place, args.url);
    const answered = outcome === 'Response' && status < 500;
    if (args.demands === 'an answer to every call' && !answered) return `call ${call} of ${args.calls} got ${outcome}`;
    if (!answered || podName === undefined) continue;
    if (
      args.demands === 'the same backend while it lives' &&
      backend &&
      backend !== podName &&
      isServing(world, backend, source)
    ) {
      return `call ${call} went to ${podName} although ${backend} is still there`;
    }
    backend = podName;
  }
  return backend === undefined ? 'no call was answered' : undefined;
}

function isServing(world: World, podName: string, { place }: NamedPlace): boolean {
  const pods = world.client().list('Pod', 'pod' in place ? place.pod.namespace : undefined);
  const pod = pods.find(({ metadata }) => metadata.name === podName);
  const ready = pod?.status.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True');
  return pod !== undefined && pod.metadata.deletionTimestamp === undefined && ready === true;
}
