import type { HttpAnswer, HttpCall } from './host.ts';

/** `%{variable}` and the escapes of `-w`. Models: https://curl.se/docs/manpage.html#-w */
export function writeOut(format: string, call: HttpCall, answer: HttpAnswer, exitCode: number): string {
  const answered = answer.outcome === 'Response';
  const inSeconds = (ms: number) => (ms / 1000).toFixed(6);
  const variables: Readonly<Record<string, string>> = {
    http_code: answered ? String(answer.status) : '000',
    response_code: answered ? String(answer.status) : '000',
    remote_ip: answered || answer.outcome === 'EmptyReply' ? (answer.address ?? '') : '',
    remote_port: answered || answer.outcome === 'EmptyReply' ? String(answer.port) : '0',
    size_download: String(answer.body.length),
    time_total: inSeconds(answer.durationMs),
    time_namelookup: inSeconds(answer.resolveMs),
    time_connect: inSeconds(answer.connectMs),
    time_starttransfer: inSeconds(answered ? answer.durationMs : 0),
    exitcode: String(exitCode),
    method: call.method,
    url: call.url,
    url_effective: call.url,
    num_connects: answered ? '1' : '0',
    content_type: answer.headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? '',
    scheme: 'http',
  };
  return format
    .replace(/%\{([a-z_]+)\}/g, (_, name: string) => variables[name] ?? '')
    .replace(/%%/g, '%')
    .replace(/\\n/g, '\n')
    .replace(/\\t/g, '\t')
    .replace(/\\r/g, '\r');
}
