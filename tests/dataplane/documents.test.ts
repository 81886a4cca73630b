import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { traceSchema } from '../../lib/terminal/trace-schema.ts';
import { DISPOSITIONS, REASONS } from '../../lib/world/dataplane/disposition.ts';
import { PIPELINE } from '../../lib/world/dataplane/pipeline.ts';

const page = (name: string) => readFileSync(new URL(`../../docs/${name}`, import.meta.url), 'utf8');

test('docs/dispositions.md lists every disposition and every reason, and no other', () => {
  const rows = [...page('dispositions.md').matchAll(/^\| `(\w+)` \|/gm)].map(([, name]) => name);
  expect(rows.toSorted()).toEqual([...DISPOSITIONS, ...REASONS].toSorted());
});

test('docs/trace.md names every stage and every field of the schema', () => {
  const text = page('trace.md');
  for (const { name } of PIPELINE) expect(text).toContain(`\`${name}\``);
  for (const field of Object.keys(traceSchema.shape)) expect(text).toContain(`\`${field}`);
});

// The published fields of hoplab.trace/1: this list may grow, never shrink or change.
test('no published field goes away', () => {
  const published = [
    'schema',
    'disposition',
    'reason',
    'steps',
    'paths',
    'candidates',
    'masqueraded',
    'sourceSeen',
    'response',
  ];
  expect(Object.keys(traceSchema.shape)).toEqual(expect.arrayContaining(published));
  const step = traceSchema.shape.steps.element.shape;
  expect(Object.keys(step)).toEqual(
    expect.arrayContaining(['cluster', 'node', 'stage', 'action', 'packet', 'because']),
  );
  expect(Object.keys(step.packet.shape)).toEqual(expect.arrayContaining(['src', 'sport', 'dst', 'dport', 'protocol']));
});
