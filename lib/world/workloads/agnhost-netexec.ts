/**
 * `agnhost netexec`: one HTTP and one UDP server that tell what they see.
 * Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/test/images/agnhost/netexec/netexec.go
 * Differs: a request of /healthz is not logged, so that a probe leaves no trace; /dial, /exit, /shell, /shutdown and /upload act on the host they run on and are not here.
 */

import { dateMark } from '../log-text.ts';
import { joinHostPort } from '../net/ip.ts';
import { goNotFound, goResponse, log as logLines, splitPath, wallMs } from './answers.ts';
import { hostnameOf } from './environment.ts';
import { type Flags, parseFlags } from './flags.ts';
import { isoDate } from './timestamps.ts';
import type { HttpRequest, HttpResponse, Listener, Peer, Process } from './workload.ts';

/** Go's `log` goes through klog in this image. Seen so of agnhost 2.39: https://kubernetes.io/docs/tutorials/hello-minikube/ */
export function logLine(text: string): string {
  return `I${dateMark('Klog')}       1 log.go:195] ${text}`;
}

function log(process: Process, text: string): void {
  logLines(process, logLine(text));
}

function flagsOf(process: Process): Flags {
  return parseFlags(process.argv.slice(2), {
    values: ['http-port', 'udp-port', 'sctp-port', 'udp-listen-addresses', 'http-override', 'delay-shutdown'],
  });
}

/** Models: `--delay-shutdown`, the seconds it goes on serving after SIGTERM. */
export function netexecLingerMs(process: Process): number {
  return Number(flagsOf(process).find('delay-shutdown') ?? 0) * 1000;
}

export function netexecListeners(process: Process): Listener[] {
  const flags = flagsOf(process);
  const udp = flags.port('udp-port', 8081);
  const listeners: Listener[] = [
    { port: flags.port('http-port', 8080), protocol: 'TCP', address: '0.0.0.0', speaks: 'http' },
  ];
  if (udp > 0) listeners.push({ port: udp, protocol: 'UDP', address: '0.0.0.0', speaks: 'line' });
  return listeners;
}

/** The UDP line has a place for the address that it listens on, which is empty for all. */
export function netexecStarted(process: Process): string[] {
  const flags = flagsOf(process);
  const udp = flags.port('udp-port', 8081);
  const http = logLine(`Started HTTP server on port ${flags.port('http-port', 8080)}`);
  return udp > 0 ? [http, logLine(`Started UDP server on port  ${udp}`)] : [http];
}

type Handler = (process: Process, request: HttpRequest, peer: Peer, query: URLSearchParams) => HttpResponse;

const notHere: Handler = (process, request) =>
  goResponse(process, 501, `not modelled: agnhost netexec ${splitPath(request).path}\n`);

const hostname: Handler = (process, request) => {
  log(process, `GET ${splitPath(request).path}`);
  return goResponse(process, 200, hostnameOf(process.pod));
};

const HANDLERS: Readonly<Record<string, Handler>> = {
  '/': (process) => {
    log(process, 'GET /');
    return goResponse(process, 200, `NOW: ${isoDate(wallMs(process))}`);
  },
  '/clientip': (process, _request, peer) => {
    log(process, 'GET /clientip');
    return goResponse(process, 200, joinHostPort(peer.address, peer.port));
  },
  '/echo': (process, _request, _peer, query) => {
    const message = query.get('msg') ?? '';
    log(process, `GET /echo?msg=${message}&code=${query.get('code') ?? ''}`);
    return goResponse(process, Number(query.get('code') || 200), message);
  },
  '/header': (process, request, _peer, query) => {
    const key = query.get('key') ?? '';
    log(process, `GET /header?key=${key}`);
    return goResponse(process, 200, key ? headerOf(request, key) : JSON.stringify(request.headers));
  },
  '/healthz': (process) => goResponse(process, 200, ''),
  '/hostname': hostname,
  '/hostName': hostname,
  '/redirect': (process, request, _peer, query) => {
    const location = query.get('location') ?? '';
    log(process, `${request.method} /redirect?msg=${location}&code=${query.get('code') ?? ''}`);
    return goResponse(process, Number(query.get('code') || 302), '', { Location: location });
  },
  '/dial': notHere,
  '/exit': notHere,
  '/shell': notHere,
  '/shutdown': notHere,
  '/upload': notHere,
};

function headerOf(request: HttpRequest, key: string): string {
  const wanted = key.toLowerCase();
  return Object.entries(request.headers).find(([name]) => name.toLowerCase() === wanted)?.[1] ?? '';
}

export function netexecHttp(process: Process, request: HttpRequest, peer: Peer): HttpResponse {
  const override = flagsOf(process).find('http-override');
  const { path, query } = splitPath(override ? { ...request, path: override } : request);
  const handler = Object.hasOwn(HANDLERS, path) ? HANDLERS[path] : undefined;
  // The mux of Go gives every path without a handler of its own to the one of `/`.
  return (handler ?? HANDLERS['/'])?.(process, request, peer, query) ?? goNotFound(process);
}

/** The UDP server knows `hostname`, `echo <text>` and `clientip`; what it reads it reads in lower case. */
export function netexecUdp(process: Process, input: string, peer: Peer): string | undefined {
  const text = input.trim().toLowerCase();
  const client = joinHostPort(peer.address, peer.port);
  if (text.startsWith('echo ')) {
    const echoed = text.slice('echo '.length);
    log(process, `Echoing ${echoed} to UDP client ${client}`);
    return echoed;
  }
  switch (text) {
    case 'hostname':
      log(process, 'Sending udp hostName response');
      return hostnameOf(process.pod);
    case 'clientip':
      log(process, `Sending clientip back to UDP client ${client}`);
      return client;
    default:
      if (text !== '') log(process, `Unknown UDP command received from ${client}: ${text}`);
      return undefined;
  }
}
