/**
 * curl 8.14, as far as HTTP/1.1 over the model goes.
 * Models: https://curl.se/docs/manpage.html
 * Differs: TLS, proxies, uploads, cookies and redirects are refused by name.
 */
import type { Tool, ToolIo } from '../tool.ts';
import { failureText } from './curl-failure.ts';
import { headerText, verboseBefore, verboseResponse } from './curl-verbose.ts';
import { writeOut } from './curl-write-out.ts';
import type { HttpAnswer, HttpCall, NetHost } from './host.ts';
import { type Option, type Parsed, parseOptions } from './options.ts';

const OPTIONS: readonly Option[] = [
  { names: ['-s', '--silent'], takes: 'nothing' },
  { names: ['-S', '--show-error'], takes: 'nothing' },
  { names: ['-v', '--verbose'], takes: 'nothing' },
  { names: ['-i', '--include', '--show-headers'], takes: 'nothing' },
  { names: ['-I', '--head'], takes: 'nothing' },
  { names: ['-f', '--fail'], takes: 'nothing' },
  { names: ['-4', '--ipv4'], takes: 'nothing' },
  { names: ['-6', '--ipv6'], takes: 'nothing' },
  { names: ['-g', '--globoff'], takes: 'nothing' },
  { names: ['-G', '--get'], takes: 'nothing' },
  { names: ['-N', '--no-buffer'], takes: 'nothing' },
  { names: ['-o', '--output'], takes: 'value' },
  { names: ['-w', '--write-out'], takes: 'value' },
  { names: ['-m', '--max-time'], takes: 'value' },
  { names: ['--connect-timeout'], takes: 'value' },
  { names: ['-H', '--header'], takes: 'value' },
  { names: ['-d', '--data', '--data-raw'], takes: 'value' },
  { names: ['-X', '--request'], takes: 'value' },
  { names: ['-A', '--user-agent'], takes: 'value' },
  { names: ['--resolve'], takes: 'value' },
  { names: ['--retry'], takes: 'value' },
  { names: ['--http1.1'], takes: 'nothing' },
  { names: ['--url'], takes: 'value' },
];

/** Options that the real curl knows and this one refuses by name. */
const NOT_MODELLED = [
  '-k',
  '--insecure',
  '-L',
  '--location',
  '-u',
  '--user',
  '-x',
  '--proxy',
  '-F',
  '--form',
  '-T',
  '-b',
  '-c',
  '--http2',
  '--cacert',
  '--cert',
  '-O',
  '--remote-name',
  '--interface',
  '--parallel',
  '-Z',
  '--connect-to',
  '--compressed',
  '-e',
];

export function curl(host: NetHost): Tool {
  return {
    name: 'curl',
    async run(argv, io) {
      const result = parseOptions(argv, OPTIONS);
      if ('parsed' in result) return fetchAll(host, result.parsed, io);
      return usageError(
        'unknown' in result ? result.unknown : result.missing,
        'unknown' in result ? 'unknown' : 'missing',
        io,
      );
    },
    complete: () => OPTIONS.flatMap((option) => option.names),
  };
}

function usageError(option: string, what: 'unknown' | 'missing', io: ToolIo): number {
  const name = option.startsWith('--') ? (option.split('=')[0] as string) : option.slice(0, 2);
  if (NOT_MODELLED.includes(name)) io.err(`curl: not modelled: ${name}\n`);
  else if (what === 'unknown')
    io.err(`curl: option ${option}: is unknown\ncurl: try 'curl --help' or 'curl --manual' for more information\n`);
  else
    io.err(
      `curl: option ${option}: requires parameter\ncurl: try 'curl --help' or 'curl --manual' for more information\n`,
    );
  return 2;
}

function fetchAll(host: NetHost, { options, words }: Parsed, io: ToolIo): number {
  const urls = [...(options.get('--url') ?? []), ...words];
  if (urls.length === 0) {
    io.err("curl: (2) no URL specified\ncurl: try 'curl --help' or 'curl --manual' for more information\n");
    return 2;
  }
  let code = 0;
  for (const url of urls) code = fetchOne(host, url, options, io);
  return code;
}

function last(options: Parsed['options'], name: string): string | undefined {
  return options.get(name)?.at(-1);
}

function seconds(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Math.round(Number(text) * 1000);
}

function callOf(url: string, options: Parsed['options']): HttpCall {
  const data = options.get('-d')?.join('&');
  const asQuery = options.has('-G') && data !== undefined;
  const method = last(options, '-X') ?? (options.has('-I') ? 'HEAD' : data !== undefined && !asQuery ? 'POST' : 'GET');
  const headers: Record<string, string> = { 'User-Agent': last(options, '-A') ?? 'curl/8.14.1', Accept: '*/*' };
  for (const line of options.get('-H') ?? []) {
    const at = line.indexOf(':');
    if (at > 0) headers[line.slice(0, at)] = line.slice(at + 1).trim();
  }
  if (data !== undefined && !asQuery) {
    headers['Content-Length'] = String(data.length);
    headers['Content-Type'] ??= 'application/x-www-form-urlencoded';
  }
  return {
    method,
    url: asQuery ? `${withScheme(url)}?${data}` : withScheme(url),
    headers,
    body: asQuery ? '' : (data ?? ''),
    resolve: Object.fromEntries((options.get('--resolve') ?? []).map(resolveEntry)),
    ...familyOption(options),
    connectTimeoutMs: seconds(last(options, '--connect-timeout')),
    maxTimeMs: seconds(last(options, '-m')),
  };
}

/** The last of `-4` and `-6` counts; they are one option each here, so both together mean the newer family. */
function familyOption(options: Parsed['options']): Pick<HttpCall, 'family'> {
  if (options.has('-6')) return { family: 'IPv6' };
  return options.has('-4') ? { family: 'IPv4' } : {};
}

function withScheme(url: string): string {
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(url) ? url : `http://${url}`;
}

/** `host:port:address` */
function resolveEntry(text: string): [string, string] {
  const [name = '', port = '', ...address] = text.split(':');
  return [`${name}:${port}`, address.join(':').replace(/^\[|\]$/g, '')];
}

const URL_SHAPE = /^([a-z][a-z0-9+.-]*):\/\/(\[[0-9a-f:.]+\](?=[:/?#]|$)|[^/:?#[\]]+)(?::(\d+))?/i;

function fetchOne(host: NetHost, url: string, options: Parsed['options'], io: ToolIo): number {
  const call = callOf(url, options);
  const shape = URL_SHAPE.exec(call.url);
  const problem = !shape ? [3, 'URL rejected: Malformed input to a URL function'] : protocolProblem(shape[1] as string);
  if (problem) return fail(problem[0] as number, problem[1] as string, options, io);
  const answer = host.http(call);
  if (answer.outcome === 'NotModelled') return fail(1, `not modelled: ${answer.says}`, options, io);
  if (options.has('-v')) io.err(verboseBefore(call, answer));
  const failure = failureText(call, answer);
  if (failure) {
    printWriteOut(options, call, answer, failure.code, io);
    return fail(failure.code, failure.text, options, io);
  }
  return deliver(call, answer, options, io);
}

function protocolProblem(scheme: string): [number, string] | undefined {
  if (scheme.toLowerCase() === 'http') return undefined;
  if (scheme.toLowerCase() === 'https') return [1, 'not modelled: https'];
  return [1, `Protocol "${scheme}" not supported`];
}

function deliver(call: HttpCall, answer: HttpAnswer, options: Parsed['options'], io: ToolIo): number {
  if (options.has('-v')) io.err(verboseResponse(call, answer));
  if (options.has('-f') && answer.status >= 400) {
    printWriteOut(options, call, answer, 22, io);
    return fail(22, `The requested URL returned error: ${answer.status}`, options, io);
  }
  const head = options.has('-i') || options.has('-I') ? headerText(answer) : '';
  const body = call.method === 'HEAD' ? '' : answer.body;
  const file = last(options, '-o');
  if (file === undefined || file === '-') io.out(head + body);
  else if (file !== '/dev/null') io.files.write(file.startsWith('/') ? file : `${io.cwd}/${file}`, head + body);
  printWriteOut(options, call, answer, 0, io);
  return 0;
}

function printWriteOut(options: Parsed['options'], call: HttpCall, answer: HttpAnswer, code: number, io: ToolIo): void {
  const format = last(options, '-w');
  if (format !== undefined) io.out(writeOut(format, call, answer, code));
}

function fail(code: number, text: string, options: Parsed['options'], io: ToolIo): number {
  if (!options.has('-s') || options.has('-S')) io.err(`curl: (${code}) ${text}\n`);
  return code;
}
