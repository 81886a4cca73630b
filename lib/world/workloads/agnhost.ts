/**
 * The image of Kubernetes' own network tests. `netexec`, `serve-hostname`, `test-webserver`, `liveness`, `porter` and
 * `pause` are here; other subcommands end at once and say so.
 *
 * Models: https://github.com/kubernetes/kubernetes/tree/v1.35.0/test/images/agnhost
 */

import { joinHostPort } from '../net/ip.ts';
import { nowMs } from '../sim/clock.ts';
import {
  logLine,
  netexecHttp,
  netexecLingerMs,
  netexecListeners,
  netexecStarted,
  netexecUdp,
} from './agnhost-netexec.ts';
import { goResponse, log } from './answers.ts';
import { runningSince } from './containers.ts';
import { hostnameOf } from './environment.ts';
import { parseFlags } from './flags.ts';
import type { HttpRequest, HttpResponse, Listener, Peer, Process, Start, Workload } from './workload.ts';

interface Subcommand {
  started?(process: Process): readonly string[];
  listeners(process: Process): readonly Listener[];
  http?(process: Process, request: HttpRequest, peer: Peer): HttpResponse | undefined;
  exchange?(process: Process, input: string, peer: Peer): string | undefined;
  lingerMs?(process: Process): number;
}

function tcp(port: number, speaks: Listener['speaks'] = 'http'): Listener {
  return { port, protocol: 'TCP', address: '0.0.0.0', speaks };
}

const SUBCOMMANDS: Readonly<Record<string, Subcommand>> = {
  netexec: {
    started: netexecStarted,
    listeners: netexecListeners,
    http: netexecHttp,
    exchange: netexecUdp,
    lingerMs: netexecLingerMs,
  },
  'serve-hostname': {
    started: () => [logLine('Serving on port.')],
    listeners: (process) => [tcp(flagsOf(process).port('port', 9376))],
    http: (process, _request, peer) => {
      log(process, logLine(`HTTP request from ${joinHostPort(peer.address, peer.port)}`));
      return goResponse(process, 200, hostnameOf(process.pod));
    },
  },
  'test-webserver': {
    listeners: (process) => [tcp(flagsOf(process).port('port', 80))],
    http: (process) => goResponse(process, 200, '', { 'Content-Type': 'text/html; charset=utf-8' }),
  },
  liveness: { listeners: () => [tcp(8080)], http: livenessHttp },
  porter: { listeners: porterListeners, http: porterHttp },
  pause: { started: () => ['Paused'], listeners: () => [] },
};

/** `/healthz` answers for ten seconds and fails from then on. */
function livenessHttp(process: Process, request: HttpRequest): HttpResponse {
  if (request.path !== '/healthz') return goResponse(process, 200, 'ok');
  const sinceMs = nowMs(process.cluster.state) - (runningSince(process.pod, process.container.name) ?? 0);
  if (sinceMs <= 10_000) return goResponse(process, 200, 'ok');
  return goResponse(process, 500, `error: ${sinceMs / 1000}`);
}

/** Serves the value of `SERVE_PORT_<number>` on that port. */
function porterListeners(process: Process): Listener[] {
  return [...process.env.keys()]
    .map((name) => /^SERVE_PORT_(\d+)$/.exec(name)?.[1])
    .filter((port) => port !== undefined)
    .map((port) => tcp(Number(port)));
}

function porterHttp(process: Process, _request: HttpRequest, peer: Peer): HttpResponse {
  return goResponse(process, 200, process.env.get(`SERVE_PORT_${peer.localPort}`) ?? '');
}

function flagsOf(process: Process) {
  return parseFlags(process.argv.slice(2), { values: ['port'], switches: ['tcp', 'udp', 'http', 'close'] });
}

function findSubcommand(process: Process): Subcommand | undefined {
  const name = process.argv[1] ?? 'pause';
  return Object.hasOwn(SUBCOMMANDS, name) ? SUBCOMMANDS[name] : undefined;
}

function start(process: Process): Start {
  const subcommand = findSubcommand(process);
  if (subcommand) return { readyAfterMs: 100, logs: subcommand.started?.(process) ?? [] };
  return {
    readyAfterMs: 0,
    exit: { code: 1, afterMs: 100 },
    logs: [`not modelled: agnhost ${process.argv[1]}`],
  };
}

export const agnhost: Workload = {
  images: [
    'registry.k8s.io/e2e-test-images/agnhost',
    'k8s.gcr.io/e2e-test-images/agnhost',
    'gcr.io/kubernetes-e2e-test-images/agnhost',
  ],
  image: { entrypoint: ['/agnhost'], cmd: ['pause'] },
  start,
  listeners: (process) => findSubcommand(process)?.listeners(process) ?? [],
  lingerMs: (process) => findSubcommand(process)?.lingerMs?.(process) ?? 0,
  http: (process, request, peer) => findSubcommand(process)?.http?.(process, request, peer),
  exchange: (process, input, peer) => findSubcommand(process)?.exchange?.(process, input, peer),
};
