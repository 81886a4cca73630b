/** Python's own web server, `python3 -m http.server`, over an empty folder. */
import { dateMark } from '../log-text.ts';
import { log, splitPath, wallMs } from './answers.ts';
import { readScript } from './script.ts';
import { httpDate } from './timestamps.ts';
import type { HttpRequest, HttpResponse, Peer, Process, Workload } from './workload.ts';

const LISTING = `<!DOCTYPE HTML>
<html lang="en">
<head>
<meta charset="utf-8">
<style type="text/css">
:root {
color-scheme: light dark;
}
</style>
<title>Directory listing for /</title>
</head>
<body>
<h1>Directory listing for /</h1>
<hr>
<ul>
</ul>
<hr>
</body>
</html>
`;

function http(process: Process, request: HttpRequest, peer: Peer): HttpResponse {
  const found = splitPath(request).path === '/';
  const status = found ? 200 : 404;
  const date = dateMark('Python');
  log(process, `${peer.address} - - [${date}] "${request.method} ${request.path} HTTP/1.1" ${status} -`);
  const body = found ? LISTING : 'Error response: 404 File not found\n';
  const headers = {
    Server: 'SimpleHTTP/0.6 Python/3.13.9',
    Date: httpDate(wallMs(process)),
    'Content-type': 'text/html; charset=utf-8',
    'Content-Length': String(body.length),
  };
  return { status, headers, body, afterMs: 2 };
}

export const python: Workload = {
  images: ['python', 'public.ecr.aws/bitnami/python'],
  image: { entrypoint: [], cmd: ['python3'] },
  start: ({ argv }) => {
    const { exit, logs } = readScript(argv);
    return { readyAfterMs: 300, logs, ...(exit ? { exit } : {}) };
  },
  listeners: ({ argv }) => readScript(argv).listeners,
  http,
};
