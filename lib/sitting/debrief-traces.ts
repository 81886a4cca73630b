/** The packet that a lab is about, through the world as it was broken and as it was left: what the debrief shows side by side. */
import { z } from 'zod';
import { runCheck } from '../assessment/checks/catalogue.ts';
import { flowSchema } from '../assessment/flow-verdict.ts';
import type { CheckUse } from '../assessment/labs/schema.ts';
import type { Variant } from '../assessment/labs/variant.ts';
import { observeFlow, observeHttp } from '../assessment/observe.ts';
import { listSources, sourceSchema } from '../assessment/sources.ts';
import type { Place } from '../world/dataplane/trace.ts';
import type { World } from '../world/world.ts';

const callSchema = z.object({ from: sourceSchema, url: z.string(), method: z.string().default('GET') });
const { from, to, protocol } = flowSchema.shape;
const sentSchema = z.union([callSchema, z.object({ from, to, protocol })]);
type Sent = z.infer<typeof sentSchema>;

/** hoplab.trace/1 JSON, as far as the page and this file look into it. */
interface TraceJson {
  readonly disposition?: string;
  readonly reason?: string;
  readonly steps?: readonly { readonly node: string }[];
}

export interface DebriefTraces {
  readonly before: unknown;
  readonly after: unknown;
}

/**
 * Of the checks that say where a packet starts and where it goes: the first whose packet met another fate in the two worlds,
 * or else the first that the start world failed. Undefined when there is neither: then no single packet shows what broke.
 * Neither world is touched.
 */
export function debriefTraces(variant: Variant, start: World, end: World): DebriefTraces | undefined {
  let failed: DebriefTraces | undefined;
  for (const use of variant.lab.tasks.flatMap(({ checks }) => checks)) {
    const sent = sentSchema.safeParse(use.with).data;
    if (!sent) continue;
    const failing = failingTrace(use, start);
    const before = failing ?? firstTrace(sent, start);
    const after = failingTrace(use, end) ?? firstTrace(sent, end, before?.steps?.[0]?.node);
    if (!before || !after) continue;
    if (before.disposition !== after.disposition || before.reason !== after.reason) return { before, after };
    if (failing) failed ??= { before, after };
  }
  return failed;
}

/** The counterexample of the check, when it fails in this world and has one. */
function failingTrace(use: CheckUse, world: World): TraceJson | undefined {
  const context = { world: world.fork(), start: world, answers: {}, task: '', others: () => [] };
  return runCheck(use, context).trace as TraceJson | undefined;
}

/** What one source sends, one on `node` when there is one: the same way as before is the one to compare. */
function firstTrace(sent: Sent, world: World, node?: string): TraceJson | undefined {
  const sources = listSources(world, sent.from);
  if (typeof sources === 'string') return undefined;
  const traces = sources.map(({ place }) => observe(sent, world, place)[0]?.trace() as TraceJson | undefined);
  return traces.find((trace) => trace?.steps?.[0]?.node === node) ?? traces[0];
}

function observe(sent: Sent, world: World, place: Place): readonly { trace(): unknown }[] {
  if ('url' in sent) return observeHttp(world, place, sent);
  const [host = '', port = ''] = sent.to.split(':');
  return observeFlow(world, place, { host, port: Number(port), protocol: sent.protocol });
}
