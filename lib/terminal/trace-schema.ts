/** The published shape of `hoplab.trace/1`, for whoever reads `hoplab trace --json`. docs/trace.md explains the fields. */
import { z } from 'zod';
import { DISPOSITIONS, REASONS, RESPONSES } from '../world/dataplane/disposition.ts';

const ref = z.object({
  cluster: z.string(),
  apiVersion: z.string(),
  kind: z.string(),
  namespace: z.string().optional(),
  name: z.string(),
  field: z.string().optional(),
});

const packet = z.object({
  src: z.string(),
  sport: z.int(),
  dst: z.string(),
  dport: z.int(),
  protocol: z.enum(['TCP', 'UDP', 'SCTP', 'ICMP']),
});

const backend = z.object({
  address: z.string(),
  port: z.int(),
  node: z.string(),
  pod: z.object({ namespace: z.string(), name: z.string(), container: z.string() }).optional(),
});

export const traceSchema = z.object({
  schema: z.literal('hoplab.trace/1'),
  disposition: z.enum(DISPOSITIONS),
  reason: z.enum(REASONS),
  steps: z.array(
    z.object({
      cluster: z.string(),
      node: z.string(),
      stage: z.string(),
      action: z.string(),
      packet,
      because: z.array(z.object({ ref, says: z.string() })),
    }),
  ),
  paths: z.array(
    z.object({
      probability: z.number(),
      disposition: z.enum(DISPOSITIONS),
      reason: z.enum(REASONS),
      backend: backend.optional(),
    }),
  ),
  candidates: z.array(z.object({ address: z.string(), port: z.int(), probability: z.number(), ref })),
  masqueraded: z.enum(['Always', 'Sometimes', 'Never']),
  sourceSeen: z.object({ address: z.string(), port: z.int() }).optional(),
  response: z.enum(RESPONSES),
});
