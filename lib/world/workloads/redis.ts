/** A key-value server on 6379: `PING`, `GET` and `SET` on a line each; its memory is lost with the container. */
import { clusterTable } from '../cluster.ts';
import { parseFlags } from './flags.ts';
import type { Process, Workload } from './workload.ts';

function portOf(process: Process): number {
  return parseFlags(process.argv.slice(1), { values: ['port'] }).port('port', 6379);
}

function answer(process: Process, line: string): string {
  const [command = '', key = '', value] = line.trim().split(/\s+/);
  const memory = clusterTable<string>(process.cluster, 'workload');
  const slot = `${process.pod.metadata?.uid}/${process.container.name}/${key}`;
  switch (command.toUpperCase()) {
    case 'PING':
      return '+PONG\r\n';
    case 'GET': {
      const stored = memory.get(slot);
      return stored === undefined ? '$-1\r\n' : `$${stored.length}\r\n${stored}\r\n`;
    }
    case 'SET':
      if (value === undefined) return "-ERR wrong number of arguments for 'set' command\r\n";
      memory.set(slot, value);
      return '+OK\r\n';
    default:
      return `-ERR unknown command '${command}', with args beginning with: \r\n`;
  }
}

export const redis: Workload = {
  images: ['redis', 'valkey/valkey'],
  image: { entrypoint: ['docker-entrypoint.sh'], cmd: ['redis-server'] },
  start: () => ({ readyAfterMs: 200, logs: ['1:M * Ready to accept connections tcp'] }),
  listeners: (process) => [{ port: portOf(process), protocol: 'TCP', address: '0.0.0.0', speaks: 'line' }],
  exchange: (process, input) =>
    input
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map((line) => answer(process, line))
      .join('') || undefined,
};
