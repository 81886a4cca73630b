/** `isolates`: from no source, by no path, the flow is delivered. */
import { flowSchema, judgeFlows } from '../flow-verdict.ts';
import { defineCheck } from './check.ts';

export const isolates = defineCheck({
  uses: 'isolates',
  with: flowSchema,
  run: (worlds, args) => judgeFlows(worlds, args, 'NEVER', `no connection to ${args.to}/${args.protocol} arrives`),
});
