/** `path`: stages that every path of a flow must pass, and stages that none may. */
import { z } from 'zod';
import { flowSchema } from '../flow-verdict.ts';
import { observeFlow } from '../observe.ts';
import { listSources } from '../sources.ts';
import { defineCheck } from './check.ts';

export const path = defineCheck({
  uses: 'path',
  with: flowSchema.omit({ takenBy: true }).extend({
    passes: z.array(z.string()).default([]),
    avoids: z.array(z.string()).default([]),
  }),
  run({ world, start }, { from, to, protocol, passes, avoids }) {
    const expected = [
      passes.length > 0 ? `passes ${passes.join(', ')}` : '',
      avoids.length > 0 ? `avoids ${avoids.join(', ')}` : '',
    ]
      .filter(Boolean)
      .join(' and ');
    const sources = listSources(world, from, start);
    if (typeof sources === 'string')
      return { verdict: 'failed', expected, actual: sources, lookAt: 'kubectl get pods' };
    const [host = '', port = ''] = to.split(':');
    for (const { name, place } of sources) {
      for (const flow of observeFlow(world, place, { host, port: Number(port), protocol })) {
        const stages = flow.stages();
        const skipped = passes.find((stage) => !stages.includes(stage));
        const entered = avoids.find((stage) => stages.includes(stage));
        const delivered = flow.disposition === 'Delivered';
        if (delivered && skipped === undefined && entered === undefined) continue;
        const actual = !delivered
          ? `${flow.disposition} ${flow.reason}`
          : skipped
            ? `does not pass ${skipped}`
            : `passes ${entered}`;
        return {
          verdict: 'failed',
          expected,
          actual: `${name}: ${actual}`,
          lookAt: flow.lookAt(),
          trace: flow.trace(),
        };
      }
    }
    return { verdict: 'passed', expected, actual: 'every path does', lookAt: to };
  },
});
