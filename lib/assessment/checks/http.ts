/** `http`: every call, by every path it can take, gets this answer from these pods. */
import { z } from 'zod';
import type { HttpCall } from '../../world/http/exchange.ts';
import { type Observation, observeHttp } from '../observe.ts';
import { describeLabels, hasLabels } from '../pods.ts';
import { listSources, sourceSchema } from '../sources.ts';
import { defineCheck, type Finding } from './check.ts';

const argsSchema = z.strictObject({
  from: sourceSchema,
  url: z.string(),
  method: z.string().default('GET'),
  status: z.int().default(200),
  bodyContains: z.string().optional(),
  /** Labels of the pods that may answer. */
  answeredBy: z.record(z.string(), z.string()).optional(),
  /** Name of the container that must answer. */
  container: z.string().optional(),
  /** The longest that a call may take, its look-up included. */
  withinSeconds: z.number().positive().optional(),
  /** How many different pods must be able to answer. */
  backends: z.int().min(1).optional(),
});
type Args = z.infer<typeof argsSchema>;

export const http = defineCheck({
  uses: 'http',
  with: argsSchema,
  run({ world, start }, args) {
    const expected = describe(args);
    const sources = listSources(world, args.from, start);
    if (typeof sources === 'string')
      return { verdict: 'failed', expected, actual: sources, lookAt: 'kubectl get pods' };
    const seen = new Set<string>();
    for (const { name, place } of sources) {
      const observations = observeHttp(world, place, callOf(args));
      const verdict = judgeObservations(name, observations, args, expected);
      if (verdict) return verdict;
      for (const { pod } of observations) if (pod) seen.add(pod.metadata.name);
    }
    if (args.backends !== undefined && seen.size !== args.backends) {
      return {
        verdict: 'failed',
        expected,
        actual: `${seen.size} pods can answer`,
        lookAt: 'kubectl get endpointslices -o wide',
      };
    }
    return { verdict: 'passed', expected, actual: `every call is answered, by ${seen.size} pods`, lookAt: args.url };
  },
});

function callOf({ url, method, withinSeconds }: Args): HttpCall {
  return { url, method, ...(withinSeconds === undefined ? {} : { maxTimeMs: withinSeconds * 1000 }) };
}

function describe({ url, status, answeredBy, container, backends, withinSeconds }: Args): string {
  const by = answeredBy ? ` by pods with ${describeLabels(answeredBy)}` : '';
  const inside = container ? `, container ${container}` : '';
  const all = backends === undefined ? '' : `, all ${backends} of them`;
  const soon = withinSeconds === undefined ? '' : ` within ${withinSeconds} s`;
  return `every call of ${url} is answered with ${status}${soon}${by}${inside}${all}`;
}

/** The finding of one source where something is wrong or cannot be said; undefined when all is as it should be. */
function judgeObservations(
  name: string,
  observations: readonly Observation[],
  args: Args,
  expected: string,
): Omit<Finding, 'check'> | undefined {
  const unknown = observations.find(({ notModelled }) => notModelled.length > 0);
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
  const wrong = observations.filter((observation) => problemOf(observation, args) !== undefined);
  const [first] = wrong;
  if (!first) return undefined;
  const share = Math.round(100 * wrong.reduce((sum, { probability }) => sum + probability, 0));
  const actual = `${name}: ${problemOf(first, args)}${share < 100 ? `, in ${share} % of calls` : ''}`;
  return { verdict: 'failed', expected, actual, lookAt: first.lookAt(), trace: first.trace() };
}

/** What is wrong with one way a call can go. */
function problemOf({ outcome, status, body, pod, container, lateMs }: Observation, args: Args): string | undefined {
  if (lateMs !== undefined) return `the look-up of the name takes ${lateMs / 1000} s`;
  if (outcome !== 'Response') return describeOutcome(outcome);
  if (args.answeredBy && !(pod && hasLabels(pod, args.answeredBy)))
    return `answered by ${pod?.metadata.name ?? 'something else'}`;
  if (args.container && container !== args.container) return `answered by container ${container ?? '?'}`;
  if (status !== args.status) return `status ${status}`;
  if (args.bodyContains && !body.includes(args.bodyContains)) return `an answer without “${args.bodyContains}”`;
  return undefined;
}

function describeOutcome(outcome: Exclude<Observation['outcome'], 'Response'>): string {
  const words = {
    CouldNotResolve: 'the name does not resolve',
    Refused: 'the connection is refused',
    Timeout: 'the connection times out',
    Unreachable: 'the host is unreachable',
    EmptyReply: 'the server closes without an answer',
    NotModelled: 'it depends on something that is not modelled',
  } as const;
  return words[outcome];
}
