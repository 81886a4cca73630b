import { z } from 'zod';
import { DISPOSITIONS } from '../../../lib/world/dataplane/disposition.ts';

const ref = z.object({
  cluster: z.string(),
  apiVersion: z.string(),
  kind: z.string(),
  namespace: z.string().optional(),
  name: z.string(),
  field: z.string().optional(),
});

const step = z.object({
  node: z.string(),
  stage: z.string(),
  action: z.string(),
  packet: z.object({
    src: z.string(),
    sport: z.number(),
    dst: z.string(),
    dport: z.number(),
    protocol: z.string(),
  }),
  because: z.array(z.object({ ref, says: z.string() })),
});

/** What of hoplab.trace/1 a page shows; fields that are added to the format later are left out. */
const traceDocument = z.object({
  disposition: z.enum(DISPOSITIONS),
  reason: z.string(),
  steps: z.array(step),
  paths: z
    .array(
      z.object({
        probability: z.number(),
        disposition: z.enum(DISPOSITIONS),
        reason: z.string(),
        backend: z.unknown().optional(),
      }),
    )
    .optional(),
  candidates: z
    .array(z.object({ address: z.string(), port: z.number(), probability: z.number(), ref: ref.optional() }))
    .optional(),
  sourceSeen: z.object({ address: z.string(), port: z.number().optional() }).nullish(),
  response: z.string().optional(),
});

export type TraceDocument = z.infer<typeof traceDocument>;
export type TraceStep = TraceDocument['steps'][number];

export function findTraceDocument(json: unknown): TraceDocument | undefined {
  return traceDocument.safeParse(json).data;
}

/** The hop at which the packet's fate was decided: the last one that names a reason. */
export function decidingHop(steps: readonly TraceStep[]): number {
  const reasoned = steps.findLastIndex((candidate) => candidate.because.length > 0);
  return reasoned >= 0 ? reasoned : steps.length - 1;
}
