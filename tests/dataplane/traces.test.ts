/** Golden traces: tests/traces/<name>/{world.yaml,probe.yaml,trace.golden}. `UPDATE_TRACES=1` writes them anew; each is traced twice. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { manifestWorld } from '../../lib/cli/manifest-world.ts';
import { answerTrace } from '../../lib/terminal/trace-answer.ts';
import { readTraceRequest } from '../../lib/terminal/trace-request.ts';
import { traceText } from '../../lib/terminal/trace-text.ts';

const ROOT = join(import.meta.dirname, '..', 'traces');

interface Probe {
  readonly from: string;
  readonly to: string;
  readonly at?: string;
}

function traced(folder: string): string {
  const { from, to, at } = parse(readFileSync(join(folder, 'probe.yaml'), 'utf8')) as Probe;
  const world = manifestWorld([join(folder, 'world.yaml')], 'AsGiven', 1);
  const answer = answerTrace(world, readTraceRequest(world.cluster(), from, to, 'default', at), 'EndpointsListen');
  if (answer.kind !== 'Traced') return `${answer.kind}: ${answer.says}\n`;
  return `probe   ${from} → ${to}\n${traceText(answer.trace)}`;
}

test.each(readdirSync(ROOT))('%s', (name) => {
  const folder = join(ROOT, name);
  const text = traced(folder);
  expect(traced(folder)).toBe(text);
  const golden = join(folder, 'trace.golden');
  if (process.env.UPDATE_TRACES) writeFileSync(golden, text);
  expect(text).toBe(readFileSync(golden, 'utf8'));
});
