/**
 * Golden traces: tests/traces/<name>/{world.yaml,probe.yaml,trace.golden}. `UPDATE_TRACES=1` writes them anew; each is traced twice.
 * A probe may begin `with` manifests that several share, be `how: Reconciled`, and have connections that were made `before`.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { manifestWorld } from '../../lib/assessment/manifest-world.ts';
import { documentsByCluster } from '../../lib/cli/manifest-files.ts';
import { answerTrace } from '../../lib/terminal/trace-answer.ts';
import { readTraceRequest } from '../../lib/terminal/trace-request.ts';
import { traceText } from '../../lib/terminal/trace-text.ts';
import { traceFlow } from '../../lib/world/dataplane/tracer.ts';
import { setNow } from '../../lib/world/sim/clock.ts';
import type { World } from '../../lib/world/world.ts';

const ROOT = join(import.meta.dirname, '..', 'traces');
const ASSUME = 'EndpointsListen';

interface Words {
  readonly from: string;
  readonly to: string;
  readonly at?: string;
}

interface Probe extends Words {
  /** `tests/traces/<with>.yaml` */
  readonly with?: string;
  /** As a cluster brings the manifests to life; absent: as they stand. */
  readonly how?: 'Reconciled';
  readonly before?: readonly (Words & { readonly thenSeconds: number })[];
}

function requestOf(world: World, { from, to, at }: Words) {
  return readTraceRequest(world.cluster(), from, to, 'default', at);
}

/** A connection to an address, and the time that passes after it. */
function connect(world: World, words: Words, seconds: number): string {
  const { from, host, port, protocol } = requestOf(world, words);
  const flow = { from, to: { address: host, port }, protocol };
  const { trace } = world.send(from.cluster, (cluster, choose) => ({
    durationMs: 0,
    trace: traceFlow({ cluster, assume: ASSUME }, flow, choose),
  }));
  // Nothing but time passes: the pods are as they are given, and nobody runs them.
  setNow(world.state, world.nowMs() + seconds * 1000);
  const { backend, response } = trace;
  return `before  ${words.from} → ${words.to}: ${response} of ${backend?.address}:${backend?.port}, then ${seconds} s\n`;
}

function traced(folder: string): string {
  const probe = parse(readFileSync(join(folder, 'probe.yaml'), 'utf8')) as Probe;
  const shared = probe.with ? [join(ROOT, `${probe.with}.yaml`)] : [];
  const world = manifestWorld(documentsByCluster([...shared, join(folder, 'world.yaml')]), probe.how ?? 'AsGiven', 1);
  const before = (probe.before ?? []).map((words) => connect(world, words, words.thenSeconds)).join('');
  const answer = answerTrace(world, requestOf(world, probe), ASSUME);
  if (answer.kind !== 'Traced') return `${before}${answer.kind}: ${answer.says}\n`;
  return `${before}probe   ${probe.from} → ${probe.to}\n${traceText(answer.trace)}`;
}

const names = readdirSync(ROOT, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

test.each(names)('%s', (name) => {
  const folder = join(ROOT, name);
  const text = traced(folder);
  expect(traced(folder)).toBe(text);
  const golden = join(folder, 'trace.golden');
  if (process.env.UPDATE_TRACES) writeFileSync(golden, text);
  expect(text).toBe(readFileSync(golden, 'utf8'));
});
