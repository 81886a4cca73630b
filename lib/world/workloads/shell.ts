/** Images whose process is a shell or one of its commands: `sleep infinity`, `sh -c '…'`, `httpd -f`. */
import { joinHostPort } from '../net/ip.ts';
import { goResponse, log } from './answers.ts';
import { readScript } from './script.ts';
import type { HttpRequest, HttpResponse, Peer, Process, Workload } from './workload.ts';

/** busybox `httpd` over an empty folder. */
function http(process: Process, request: HttpRequest, peer: Peer): HttpResponse {
  log(process, `${joinHostPort(peer.address, peer.port)}: response:404`);
  const body =
    '<HTML><HEAD><TITLE>404 Not Found</TITLE></HEAD>\n<BODY><H1>404 Not Found</H1>\nThe requested URL was not found\n</BODY></HTML>\n';
  return goResponse(process, 404, request.method === 'HEAD' ? '' : body, { 'Content-Type': 'text/html' });
}

export const shell: Workload = {
  images: [
    'busybox',
    'alpine',
    'bash',
    'debian',
    'ubuntu',
    'amazonlinux',
    'public.ecr.aws/amazonlinux/amazonlinux',
    'curlimages/curl',
    'nicolaka/netshoot',
    'ghcr.io/nicolaka/netshoot',
    'ghcr.io/hoplab/toolbox',
    'registry.k8s.io/e2e-test-images/busybox',
    'registry.k8s.io/e2e-test-images/jessie-dnsutils',
  ],
  image: { entrypoint: [], cmd: ['sh'] },
  start: ({ argv, container }) => {
    // `kubectl run -i`: the words run in the terminal of the one who attaches, and the container lives meanwhile; so
    // does a shell whose input is kept open.
    const reads = container.stdin === true && argv.length === 1 && /(^|\/)(ba|a|da|z)?sh$/.test(argv[0] as string);
    if (container.stdinOnce || reads) return { readyAfterMs: 0, logs: [] };
    const { exit, logs } = readScript(argv);
    return { readyAfterMs: 0, logs, ...(exit ? { exit } : {}) };
  },
  listeners: ({ argv }) => readScript(argv).listeners,
  habit: ({ argv }) => readScript(argv).habit,
  http,
  exchange: (process, input) => {
    log(process, input.trimEnd());
    return '';
  },
};
