/** `reaches`: from every source, by every path, the flow is delivered. SOMETIMES is not enough. */
import { flowSchema, judgeFlows } from '../flow-verdict.ts';
import { defineCheck } from './check.ts';

export const reaches = defineCheck({
  uses: 'reaches',
  with: flowSchema,
  run: (worlds, args) => judgeFlows(worlds, args, 'ALWAYS', `every connection to ${args.to}/${args.protocol} arrives`),
});
