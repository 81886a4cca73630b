import { listUnknownImages } from '../../assessment/manifest-world.ts';
import { answerTrace } from '../../terminal/trace-answer.ts';
import { readTraceRequest, type TraceRequest, TraceRequestError } from '../../terminal/trace-request.ts';
import { traceText } from '../../terminal/trace-text.ts';
import type { Cluster } from '../../world/cluster.ts';
import { parseFlags } from '../flags.ts';
import { EXIT, UsageError, type Verb } from '../outcome.ts';
import { clusterOfFlag, WORLD_FLAGS, worldOfFlags } from '../world-flags.ts';

export const trace: Verb = {
  words: 'trace',
  usage:
    'trace -f [CLUSTER=]FILE… --from [NS/]POD|node/NAME|IP [--at node/NAME] --to URL|HOST:PORT[/udp] [--cluster NAME] [--as-given] [--enforce-policies] [--seed N] [--json]',
  says: 'Says where a packet goes in the cluster of these manifests, hop by hop, and why. Exit 0 answered, 2 usage, 3 not modelled.',
  async run(args, io) {
    const { values } = parseFlags(args, {
      ...WORLD_FLAGS,
      from: { type: 'string' },
      at: { type: 'string' },
      to: { type: 'string' },
      json: { type: 'boolean' },
    });
    const { from, to, at } = values;
    if (from === undefined || to === undefined) throw new UsageError('expected --from and --to');
    const world = worldOfFlags(values);
    const cluster = clusterOfFlag(world, values.cluster);
    const request = readRequest(world.cluster(cluster), from, to, at);
    const unknown = values['as-given'] ? [] : listUnknownImages(world, cluster);
    if (unknown.length > 0) {
      io.err(
        `hoplab trace: not modelled: the images ${unknown.join(', ')}; their pods never become ready here. --as-given takes pods and slices with their status.\n`,
      );
    }
    const answer = answerTrace(world, request, 'EndpointsListen');
    if (answer.kind !== 'Traced') {
      io.err(`hoplab trace: ${answer.says}\n`);
      return answer.kind === 'NotModelled' ? EXIT.notModelled : EXIT.usage;
    }
    io.out(values.json ? `${JSON.stringify(answer.trace, undefined, 2)}\n` : traceText(answer.trace));
    const { disposition } = answer.trace;
    const doubtful = disposition !== 'Delivered' && unknown.length > 0;
    return disposition === 'NotModelled' || doubtful ? EXIT.notModelled : EXIT.ok;
  },
};

function readRequest(cluster: Cluster, from: string, to: string, at: string | undefined): TraceRequest {
  try {
    return readTraceRequest(cluster, from, to, 'default', at);
  } catch (error) {
    if (error instanceof TraceRequestError) throw new UsageError(error.message);
    throw error;
  }
}
