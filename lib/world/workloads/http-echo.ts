/**
 * A server that says one sentence.
 * Models: https://github.com/hashicorp/http-echo
 */

import { dateMark } from '../log-text.ts';
import { joinHostPort } from '../net/ip.ts';
import { goResponse, log } from './answers.ts';
import { parseFlags } from './flags.ts';
import type { Process, Workload } from './workload.ts';

function flagsOf(process: Process) {
  return parseFlags(process.argv.slice(1), { values: ['listen', 'text', 'status-code'], switches: ['version'] });
}

function addressOf(process: Process): { readonly address: string; readonly port: number } {
  const listen = flagsOf(process).find('listen') ?? ':5678';
  const colon = listen.lastIndexOf(':');
  return { address: listen.slice(0, colon) || '0.0.0.0', port: Number(listen.slice(colon + 1)) };
}

export const httpEcho: Workload = {
  images: ['hashicorp/http-echo'],
  image: { entrypoint: ['/http-echo'], cmd: [] },
  start: (process) => {
    const text = flagsOf(process).find('text') ?? process.env.get('ECHO_TEXT');
    if (!text) return { readyAfterMs: 0, exit: { code: 127, afterMs: 50 }, logs: ['Missing -text option!'] };
    return {
      readyAfterMs: 50,
      logs: [`${dateMark('Slash')} [INFO] server is listening on ${flagsOf(process).find('listen') ?? ':5678'}`],
    };
  },
  listeners: (process) => [{ ...addressOf(process), protocol: 'TCP', speaks: 'http' }],
  http: (process, request, peer) => {
    const text = `${flagsOf(process).find('text') ?? process.env.get('ECHO_TEXT') ?? ''}\n`;
    const status = Number(flagsOf(process).find('status-code') ?? 200);
    const line = `${request.host} ${joinHostPort(peer.address, peer.port)} "${request.method} ${request.path} HTTP/1.1" ${status} ${text.length}`;
    log(process, `${dateMark('Slash')} ${line}`);
    return goResponse(process, status, text, { 'X-App-Name': 'http-echo', 'X-App-Version': '1.0.0' });
  },
};
