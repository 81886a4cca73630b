/** A trace as the published document `hoplab.trace/1`; docs/trace.md describes it, tests/traces hold it. Fields are added, never changed. */
import type { WeightedPath } from './choice.ts';
import type { Disposition, Reason, Response } from './disposition.ts';
import type { Backend, Candidate, Step, Trace } from './trace.ts';

export const TRACE_SCHEMA = 'hoplab.trace/1';

export interface TraceDocument {
  readonly schema: typeof TRACE_SCHEMA;
  readonly disposition: Disposition;
  readonly reason: Reason;
  /** Of the path that this seed takes. */
  readonly steps: readonly Step[];
  /** Of every path the flow can take; probabilities add up to 1. */
  readonly paths: readonly {
    readonly probability: number;
    readonly disposition: Disposition;
    readonly reason: Reason;
    readonly backend?: Backend;
  }[];
  readonly candidates: readonly Candidate[];
  readonly masqueraded: 'Always' | 'Sometimes' | 'Never';
  readonly sourceSeen?: { readonly address: string; readonly port: number };
  readonly response: Response;
}

/** Without `paths` the trace stands for the only one. */
export function traceJson(
  trace: Trace,
  paths: readonly WeightedPath<Trace>[] = [{ probability: 1, value: trace }],
): TraceDocument {
  const { disposition, reason, steps, candidates, sourceSeen, response } = trace;
  const seen = new Set(paths.map(({ value }) => value.masqueraded));
  return {
    schema: TRACE_SCHEMA,
    disposition,
    reason,
    steps,
    paths: paths.map(({ probability, value }) => ({
      probability,
      disposition: value.disposition,
      reason: value.reason,
      ...(value.backend ? { backend: value.backend } : {}),
    })),
    candidates,
    masqueraded: seen.size > 1 ? 'Sometimes' : ([...seen][0] ?? 'Never'),
    ...(sourceSeen ? { sourceSeen } : {}),
    response,
  };
}

/** The step at which the fate was decided: the last one that names an object. */
export function decidingStep({ steps }: Trace): Step | undefined {
  return steps.findLast(({ because }) => because.length > 0);
}
