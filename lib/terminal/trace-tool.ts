/** `trace FROM TO`: the hops of a packet with the reason for each. It looks on a fork and leaves no marks. */
import type { World } from '../world/world.ts';
import type { Tool } from './tool.ts';
import { answerTrace } from './trace-answer.ts';
import { readTraceRequest, TraceRequestError } from './trace-request.ts';
import { traceText } from './trace-text.ts';

const USAGE = `usage: trace FROM TO [--at NODE]
  FROM  [NAMESPACE/]POD, node/NAME, or an address that enters at --at node/NAME
  TO    a URL, or HOST:PORT[/udp]
`;

export function traceTool(lookAt: () => World): Tool {
  return {
    name: 'trace',
    async run(argv, io) {
      const at = argv.indexOf('--at');
      const [from, to, ...rest] = argv.filter((_, index) => at < 0 || (index !== at && index !== at + 1));
      if (from === undefined || to === undefined || rest.length > 0 || argv.includes('--help')) {
        (argv.includes('--help') ? io.out : io.err)(USAGE);
        return argv.includes('--help') ? 0 : 2;
      }
      try {
        const world = lookAt();
        const answer = answerTrace(
          world,
          readTraceRequest(world.cluster(), from, to, 'default', at < 0 ? undefined : argv[at + 1]),
        );
        if (answer.kind === 'Traced') io.out(traceText(answer.trace));
        else io.err(`trace: ${answer.says}\n`);
        return answer.kind === 'Traced' ? 0 : answer.kind === 'NotModelled' ? 3 : 1;
      } catch (error) {
        if (!(error instanceof TraceRequestError)) throw error;
        io.err(`trace: ${error.message}\n${USAGE}`);
        return 2;
      }
    },
  };
}
