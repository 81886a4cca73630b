/** `keeps`: a client that calls again and again is always answered, at whatever moment it calls, and changes its backend only when that one is gone. */
import { z } from 'zod';
import { listObjects } from '../../world/apiserver/store.ts';
import type { World } from '../../world/world.ts';
import { perturbationSchema } from '../labs/schema.ts';
import { findMoment } from '../moments.ts';
import { callOnce, type Observation, observeHttp } from '../observe.ts';
import { describePerturbation, startPerturbation } from '../perturbations.ts';
import { listSources, type NamedPlace, sourceSchema } from '../sources.ts';
import { defineCheck, type Finding } from './check.ts';

const argsSchema = z.strictObject({
  from: sourceSchema,
  url: z.string(),
  everySeconds: z.int().min(1),
  calls: z.int().min(2).max(200),
  /** What happens after the second call; to `an answer to every call` as the first one is made. */
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
    if (args.demands === 'an answer to every call') return findGap(world.fork(), sources, args, expected);
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

/**
 * Whether there is a moment, however short, at which a new call of one of the sources can fail: a gap between two calls of a
 * client is somebody else's failed call.
 */
function findGap(world: World, sources: readonly NamedPlace[], args: Args, expected: string): Omit<Finding, 'check'> {
  const call = { url: args.url, method: 'GET' };
  const beganMs = world.nowMs();
  if (args.during) startPerturbation(world, args.during);
  const look = (now: World): Omit<Finding, 'check'> | undefined => {
    for (const source of sources) {
      const ways = observeHttp(now, source.place, call);
      const finding = judgeWays(ways, `${source.name}, ${(now.nowMs() - beganMs) / 1000} s in`, expected);
      if (finding) return finding;
    }
    return undefined;
  };
  const lastsMs = (args.calls - 1) * args.everySeconds * 1000;
  return (
    findMoment(world, args.from.cluster, lastsMs, look) ?? {
      verdict: 'passed',
      expected,
      actual: 'so it is',
      lookAt: args.url,
    }
  );
}

function judgeWays(ways: readonly Observation[], who: string, expected: string): Omit<Finding, 'check'> | undefined {
  const unknown = ways.find(({ notModelled }) => notModelled.length > 0);
  if (unknown) {
    const { notModelled } = unknown;
    const actual = 'it depends on something that is not modelled';
    return { verdict: 'undecided', expected, actual, lookAt: notModelled[0] ?? '', notModelled };
  }
  const failing = ways.filter(({ outcome, status }) => outcome !== 'Response' || status >= 500);
  const [first] = failing;
  if (!first) return undefined;
  const share = Math.round(100 * failing.reduce((sum, { probability }) => sum + probability, 0));
  const got = first.outcome === 'Response' ? `status ${first.status}` : first.outcome;
  const actual = `${who}: a call gets ${got}${share < 100 ? `, ${share} % of them` : ''}`;
  return { verdict: 'failed', expected, actual, lookAt: first.lookAt(), trace: first.trace() };
}

/** Plays one client for all its calls; says what went wrong first. */
function followClient(world: World, source: NamedPlace, args: Args): string | undefined {
  let backend: string | undefined;
  for (let call = 1; call <= args.calls; call++) {
    if (call > 1) world.advance(args.everySeconds * 1000);
    if (call === 3 && args.during) startPerturbation(world, args.during);
    const { outcome, status, podName } = callOnce(world, source.place, args.url);
    if (outcome !== 'Response' || status >= 500 || podName === undefined) continue;
    if (backend && backend !== podName && isServing(world, backend, source)) {
      return `call ${call} went to ${podName} although ${backend} is still there`;
    }
    backend = podName;
  }
  return backend === undefined ? 'no call was answered' : undefined;
}

function isServing(world: World, podName: string, { place }: NamedPlace): boolean {
  const pods = listObjects(world.cluster(place.cluster), 'Pod', 'pod' in place ? place.pod.namespace : undefined);
  const pod = pods.find(({ metadata }) => metadata.name === podName);
  const ready = pod?.status.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True');
  return pod !== undefined && pod.metadata.deletionTimestamp === undefined && ready === true;
}
