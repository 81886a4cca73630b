/** The `-v` commentary of curl 8.14, on standard error. */
import { bracketed, familyOf, isIp, joinHostPort } from '../../world/net/ip.ts';
import { hostOf } from './curl-failure.ts';
import type { HttpAnswer, HttpCall } from './host.ts';

const REASONS: Readonly<Record<number, string>> = {
  200: 'OK',
  201: 'Created',
  204: 'No Content',
  301: 'Moved Permanently',
  302: 'Found',
  400: 'Bad Request',
  403: 'Forbidden',
  404: 'Not Found',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
};

export function statusLine(answer: HttpAnswer): string {
  return `HTTP/1.1 ${answer.status} ${REASONS[answer.status] ?? ''}`.trimEnd();
}

/** The response's head as `-i` prints it. */
export function headerText(answer: HttpAnswer): string {
  const lines = [statusLine(answer), ...answer.headers.map(([name, value]) => `${name}: ${value}`)];
  return `${lines.join('\r\n')}\r\n\r\n`;
}

/** Resolving and connecting, up to the request. */
export function verboseBefore(call: HttpCall, answer: HttpAnswer): string {
  const name = hostOf(call.url);
  if (answer.address === undefined) return `* Could not resolve host: ${name}\n* closing connection #0\n`;
  const resolved = isIp(name) ? '' : resolvedText(name, answer.address, answer);
  const trying = `${resolved}*   Trying ${joinHostPort(answer.address, answer.port)}...\n`;
  const { address: own, port: ownPort } = answer.source ?? { address: '0.0.0.0', port: 0 };
  if (answer.outcome === 'Refused')
    return `${trying}* connect to ${answer.address} port ${answer.port} from ${own} port ${ownPort} failed: Connection refused\n* Failed to connect to ${name} port ${answer.port} after ${answer.durationMs} ms: Could not connect to server\n* closing connection #0\n`;
  if (answer.outcome !== 'Response' && answer.outcome !== 'EmptyReply') return `${trying}* closing connection #0\n`;
  return `${trying}* Connected to ${name} (${answer.address}) port ${answer.port}\n* using HTTP/1.x\n${requestText(call, name, answer.port)}* Request completely sent off\n`;
}

function resolvedText(name: string, dialled: string, { port, addresses = [] }: HttpAnswer): string {
  const six = addresses.filter((address) => familyOf(address) === 'IPv6');
  const four = familyOf(dialled) === 'IPv4' ? [dialled] : addresses.filter((address) => familyOf(address) === 'IPv4');
  return `* Host ${name}:${port} was resolved.\n* IPv6: ${six.join(', ') || '(none)'}\n* IPv4: ${four.join(', ') || '(none)'}\n`;
}

function requestText(call: HttpCall, name: string, port: number): string {
  const path = call.url.replace(/^[a-z]+:\/\/[^/?#]+/i, '') || '/';
  const own = call.headers.Host ?? call.headers.host;
  const hostHeader = own ?? (port === 80 ? bracketed(name) : joinHostPort(name, port));
  const others = Object.entries(call.headers).filter(([header]) => header.toLowerCase() !== 'host');
  const lines = [
    `${call.method} ${path} HTTP/1.1`,
    `Host: ${hostHeader}`,
    ...others.map(([header, value]) => `${header}: ${value}`),
    '',
  ];
  return lines.map((line) => `> ${line}\n`).join('');
}

/** The response's head and the end of the connection. */
export function verboseResponse(call: HttpCall, answer: HttpAnswer): string {
  const lines = [statusLine(answer), ...answer.headers.map(([name, value]) => `${name}: ${value}`), ''];
  return `${lines.map((line) => `< ${line}\n`).join('')}* Connection #0 to host ${hostOf(call.url)} left intact\n`;
}
