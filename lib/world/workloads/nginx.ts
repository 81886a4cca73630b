/**
 * nginx as its image ships it: the welcome page on port 80, 404 for every other path.
 * Differs: configuration mounted from a ConfigMap is not read.
 */
import { dateMark } from '../log-text.ts';
import { log, splitPath, wallMs } from './answers.ts';
import { httpDate } from './timestamps.ts';
import type { HttpRequest, HttpResponse, Peer, Process, Workload } from './workload.ts';

const VERSION = '1.29.3';

const WELCOME = `<!DOCTYPE html>
<html>
<head>
<title>Welcome to nginx!</title>
<style>
html { color-scheme: light dark; }
body { width: 35em; margin: 0 auto;
font-family: Tahoma, Verdana, Arial, sans-serif; }
</style>
</head>
<body>
<h1>Welcome to nginx!</h1>
<p>If you see this page, the nginx web server is successfully installed and
working. Further configuration is required.</p>

<p>For online documentation and support please refer to
<a href="http://nginx.org/">nginx.org</a>.<br/>
Commercial support is available at
<a href="http://nginx.com/">nginx.com</a>.</p>

<p><em>Thank you for using nginx.</em></p>
</body>
</html>
`;

const NOT_FOUND = `<html>\r
<head><title>404 Not Found</title></head>\r
<body>\r
<center><h1>404 Not Found</h1></center>\r
<hr><center>nginx/${VERSION}</center>\r
</body>\r
</html>\r
`;

function http(process: Process, request: HttpRequest, peer: Peer): HttpResponse {
  const { path } = splitPath(request);
  const found = path === '/' || path === '/index.html';
  const body = found ? WELCOME : NOT_FOUND;
  const status = found ? 200 : 404;
  logRequest(process, request, peer, status, found ? body.length : NOT_FOUND.length);
  const page = {
    'Last-Modified': 'Tue, 28 Oct 2025 12:05:10 GMT',
    Connection: 'keep-alive',
    ETag: '"6900b176-267"',
    'Accept-Ranges': 'bytes',
  };
  const headers: Record<string, string> = {
    Server: `nginx/${VERSION}`,
    Date: httpDate(wallMs(process)),
    'Content-Type': 'text/html',
    'Content-Length': String(body.length),
    ...(found ? page : { Connection: 'keep-alive' }),
  };
  return { status, headers, body, afterMs: 1 };
}

/** The `combined` format, and an error line for a file that is not there. */
function logRequest(process: Process, request: HttpRequest, peer: Peer, status: number, bytes: number): void {
  const agent = Object.entries(request.headers).find(([name]) => name.toLowerCase() === 'user-agent')?.[1] ?? '-';
  if (status === 404) {
    const file = `/usr/share/nginx/html${splitPath(request).path}`;
    log(
      process,
      `${dateMark('Slash')} [error] 29#29: *1 open() "${file}" failed (2: No such file or directory), client: ${peer.address}, server: localhost, request: "${request.method} ${request.path} HTTP/1.1", host: "${request.host}"`,
    );
  }
  const date = dateMark('Access');
  log(
    process,
    `${peer.address} - - [${date}] "${request.method} ${request.path} HTTP/1.1" ${status} ${bytes} "-" "${agent}" "-"`,
  );
}

/** Models: https://github.com/nginx/docker-nginx/tree/master/mainline/debian (docker-entrypoint.sh and its scripts) */
const ENTRYPOINT = [
  '/docker-entrypoint.sh: /docker-entrypoint.d/ is not empty, will attempt to perform configuration',
  '/docker-entrypoint.sh: Looking for shell scripts in /docker-entrypoint.d/',
  '/docker-entrypoint.sh: Launching /docker-entrypoint.d/10-listen-on-ipv6-by-default.sh',
  '10-listen-on-ipv6-by-default.sh: info: Getting the checksum of /etc/nginx/conf.d/default.conf',
  '10-listen-on-ipv6-by-default.sh: info: Enabled listen on IPv6 in /etc/nginx/conf.d/default.conf',
  '/docker-entrypoint.sh: Sourcing /docker-entrypoint.d/15-local-resolvers.envsh',
  '/docker-entrypoint.sh: Launching /docker-entrypoint.d/20-envsubst-on-templates.sh',
  '/docker-entrypoint.sh: Launching /docker-entrypoint.d/30-tune-worker-processes.sh',
  '/docker-entrypoint.sh: Configuration complete; ready for start up',
];
/** As on a node of two processors. */
const NOTICES = [
  'using the "epoll" event method',
  `nginx/${VERSION}`,
  'built by gcc 14.2.0 (Debian 14.2.0-19) ',
  'OS: Linux 6.12.30-40.91.amzn2023.x86_64',
  'getrlimit(RLIMIT_NOFILE): 65536:1048576',
  'start worker processes',
  'start worker process 29',
  'start worker process 30',
];

export const nginx: Workload = {
  images: ['nginx', 'public.ecr.aws/nginx/nginx', 'nginxinc/nginx-unprivileged'],
  image: { entrypoint: ['/docker-entrypoint.sh'], cmd: ['nginx', '-g', 'daemon off;'] },
  start: () => ({
    readyAfterMs: 300,
    logs: [...ENTRYPOINT, ...NOTICES.map((text) => `${dateMark('Slash')} [notice] 1#1: ${text}`)],
  }),
  listeners: ({ container }) => [
    {
      port: container.image?.includes('nginx-unprivileged') ? 8080 : 80,
      protocol: 'TCP',
      address: '0.0.0.0',
      speaks: 'http',
    },
  ],
  http,
};
