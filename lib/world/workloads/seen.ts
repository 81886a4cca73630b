/**
 * Our own small server: it answers with its name and logs, one line a request, the address it saw:
 * `10.0.2.31:49152 GET /cart`. Flags: `--port 8080`, `--address 0.0.0.0`, `--name TEXT`, `--health PATH`.
 */
import { joinHostPort } from '../net/ip.ts';
import { goResponse, log, splitPath } from './answers.ts';
import { hostnameOf } from './environment.ts';
import { type Flags, parseFlags } from './flags.ts';
import type { Process, Workload } from './workload.ts';

function flagsOf(process: Process): Flags {
  return parseFlags(process.argv.slice(1), { values: ['port', 'address', 'name', 'health'] });
}

export const seen: Workload = {
  images: ['ghcr.io/hoplab/seen'],
  image: { entrypoint: ['/seen'], cmd: [] },
  start: (process) => {
    const { unknown } = flagsOf(process);
    if (unknown[0])
      return { readyAfterMs: 0, exit: { code: 2, afterMs: 50 }, logs: [`seen: unknown flag --${unknown[0]}`] };
    return { readyAfterMs: 100, logs: [`listening on ${flagsOf(process).port('port', 8080)}`] };
  },
  listeners: (process) => {
    const flags = flagsOf(process);
    const address = flags.find('address') ?? '0.0.0.0';
    return [{ port: flags.port('port', 8080), protocol: 'TCP', address, speaks: 'http' }];
  },
  http: (process, request, peer) => {
    const { path } = splitPath(request);
    if (path === (flagsOf(process).find('health') ?? '/healthz')) return goResponse(process, 200, 'ok\n');
    log(process, `${joinHostPort(peer.address, peer.port)} ${request.method} ${request.path}`);
    const name = flagsOf(process).find('name') ?? hostnameOf(process.pod);
    return goResponse(process, 200, `${name} saw ${joinHostPort(peer.address, peer.port)}\n`);
  },
};
