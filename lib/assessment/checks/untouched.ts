/** `untouched`: an object's spec and labels are what they were at the start. For gates: it can only cost. */
import { z } from 'zod';
import { canonicalJson } from '../../world/world.ts';
import { describeWanted, encodeObject } from '../encoded-object.ts';
import { defineCheck } from './check.ts';

export const untouched = defineCheck({
  uses: 'untouched',
  with: z.strictObject({
    cluster: z.string().optional(),
    apiVersion: z.string().optional(),
    kind: z.string(),
    namespace: z.string().optional(),
    name: z.string(),
  }),
  run({ world, start }, wanted) {
    const where = describeWanted(wanted);
    const before = essence(encodeObject(start, wanted));
    const after = essence(encodeObject(world, wanted));
    const same = before === after;
    return {
      verdict: same ? 'passed' : 'failed',
      expected: `${where} as it was`,
      actual: same ? 'unchanged' : after === undefined ? 'it is gone' : 'it was changed',
      lookAt: where,
    };
  },
});

function essence(object: Record<string, unknown> | undefined): string | undefined {
  if (object === undefined) return undefined;
  const { metadata, status: _, ...rest } = object as { metadata?: { labels?: unknown }; status?: unknown };
  return canonicalJson({ ...rest, labels: metadata?.labels });
}
