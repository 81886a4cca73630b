/**
 * ping of iputils.
 * Models: https://man7.org/linux/man-pages/man8/ping.8.html
 */
import type { IpFamily } from '../../world/net/ip.ts';
import type { Tool, ToolIo } from '../tool.ts';
import type { Connection, NetHost } from './host.ts';
import { type Option, parseOptions } from './options.ts';

const OPTIONS: readonly Option[] = [
  { names: ['-c'], takes: 'value' },
  { names: ['-W'], takes: 'value' },
  { names: ['-i'], takes: 'value' },
  { names: ['-w'], takes: 'value' },
  { names: ['-n'], takes: 'nothing' },
  { names: ['-q'], takes: 'nothing' },
  { names: ['-4'], takes: 'nothing' },
  { names: ['-6'], takes: 'nothing' },
];
const INTERVAL_MS = 1000;
const FOREVER = 1_000_000;

export function ping(host: NetHost): Tool {
  return {
    name: 'ping',
    async run(argv, io) {
      const result = parseOptions(argv, OPTIONS);
      if (!('parsed' in result)) {
        io.err(`ping: not modelled: ${'unknown' in result ? result.unknown : result.missing}\n`);
        return 2;
      }
      const name = result.parsed.words[0];
      if (name === undefined) {
        io.err('ping: usage error: Destination address required\n');
        return 2;
      }
      return send(
        host,
        name,
        familyOf(result.parsed.options),
        Number(result.parsed.options.get('-c')?.at(-1) ?? FOREVER),
        io,
      );
    },
  };
}

function familyOf(options: ReadonlyMap<string, readonly string[]>): IpFamily | undefined {
  if (options.has('-6')) return 'IPv6';
  return options.has('-4') ? 'IPv4' : undefined;
}

async function send(
  host: NetHost,
  name: string,
  family: IpFamily | undefined,
  count: number,
  io: ToolIo,
): Promise<number> {
  const startMs = io.clock.nowMs();
  let sent = 0;
  const times: number[] = [];
  for (; sent < count && !io.interrupted(); ) {
    if (sent > 0) await io.clock.sleep(INTERVAL_MS);
    if (io.interrupted()) break;
    const answer = host.connect({ host: name, port: 0, protocol: 'ICMP', family, payload: '', timeoutMs: INTERVAL_MS });
    sent += 1;
    const problem = stops(answer, name, io);
    if (problem !== undefined) return problem;
    if (sent === 1) io.out(`PING ${name} (${answer.address}) ${sizeText(answer.address)}\n`);
    if (answer.disposition === 'Delivered') {
      const { ttl, rttMs } = answer.echo ?? { ttl: 64, rttMs: answer.durationMs };
      times.push(rttMs);
      io.out(`64 bytes from ${answer.address}: icmp_seq=${sent} ttl=${ttl} time=${timeText(rttMs)} ms\n`);
    } else if (answer.response === 'IcmpPortUnreachable')
      io.out(`From ${host.hostname} icmp_seq=${sent} Destination Port Unreachable\n`);
    else if (answer.response === 'IcmpHostUnreachable')
      io.out(`From ${host.hostname} icmp_seq=${sent} Destination Host Unreachable\n`);
  }
  io.out(summary(name, sent, times, io.clock.nowMs() - startMs));
  return times.length > 0 ? 0 : 1;
}

/** Of IPv4 the size with its headers stands behind. Models: https://github.com/iputils/iputils/blob/20250605/ping/ping6_common.c */
function sizeText(address: string | undefined): string {
  return address?.includes(':') ? '56 data bytes' : '56(84) bytes of data.';
}

/** Three significant digits at most. Models: https://github.com/iputils/iputils/blob/20250605/ping/ping_common.c (gather_statistics) */
function timeText(ms: number): string {
  if (ms >= 99.95) return ms.toFixed(0);
  if (ms >= 9.995) return ms.toFixed(1);
  return ms.toFixed(ms >= 1 ? 2 : 3);
}

function stops(answer: Connection, name: string, io: ToolIo): number | undefined {
  if (answer.disposition === 'CouldNotResolve') {
    io.err(`ping: ${name}: Name or service not known\n`);
    return 2;
  }
  if (answer.disposition === 'NotModelled') {
    io.err(`ping: not modelled: ${answer.says}\n`);
    return 2;
  }
  return undefined;
}

function summary(name: string, sent: number, times: readonly number[], elapsedMs: number): string {
  const lost = sent === 0 ? 0 : Math.round((100 * (sent - times.length)) / sent);
  const head = `\n--- ${name} ping statistics ---\n${sent} packets transmitted, ${times.length} received, ${lost}% packet loss, time ${elapsedMs}ms\n`;
  if (times.length === 0) return `${head}\n`;
  const mean = times.reduce((sum, time) => sum + time, 0) / times.length;
  const deviation = Math.sqrt(times.reduce((sum, time) => sum + (time - mean) ** 2, 0) / times.length);
  const three = (ms: number) => ms.toFixed(3);
  return `${head}rtt min/avg/max/mdev = ${three(Math.min(...times))}/${three(mean)}/${three(Math.max(...times))}/${three(deviation)} ms\n`;
}
