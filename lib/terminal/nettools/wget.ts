/**
 * wget of busybox 1.37.
 * Models: https://www.busybox.net/downloads/BusyBox.html#wget
 */
import { joinHostPort } from '../../world/net/ip.ts';
import type { Tool, ToolIo } from '../tool.ts';
import { hostOf } from './curl-failure.ts';
import type { HttpAnswer, NetHost } from './host.ts';
import { type Option, type Parsed, parseOptions } from './options.ts';

const OPTIONS: readonly Option[] = [
  { names: ['-q'], takes: 'nothing' },
  { names: ['-S'], takes: 'nothing' },
  { names: ['-O'], takes: 'value' },
  { names: ['-T'], takes: 'value' },
  { names: ['--header'], takes: 'value' },
  { names: ['--spider'], takes: 'nothing' },
];
/** busybox gives up on a silent server after this, ms. */
const READ_TIMEOUT_MS = 900_000;

export function wget(host: NetHost): Tool {
  return {
    name: 'wget',
    async run(argv, io) {
      const result = parseOptions(argv, OPTIONS);
      if (!('parsed' in result)) {
        io.err(`wget: not modelled: ${'unknown' in result ? result.unknown : result.missing}\n`);
        return 1;
      }
      const [url] = result.parsed.words;
      if (url === undefined) {
        io.err('wget: missing URL\n');
        return 1;
      }
      return fetchUrl(host, /^[a-z]+:\/\//i.test(url) ? url : `http://${url}`, result.parsed, io);
    },
  };
}

function fetchUrl(host: NetHost, url: string, { options }: Parsed, io: ToolIo): number {
  if (!url.startsWith('http://')) {
    io.err(`wget: not modelled: ${url.split(':')[0]}\n`);
    return 1;
  }
  const seconds = options.get('-T')?.at(-1);
  const headers = Object.fromEntries(
    (options.get('--header') ?? []).map((line) => line.split(/:\s*/, 2) as [string, string]),
  );
  const answer = host.http({
    method: 'GET',
    url,
    headers: { 'User-Agent': 'Wget', Connection: 'close', ...headers },
    body: '',
    resolve: {},
    connectTimeoutMs: seconds === undefined ? undefined : Number(seconds) * 1000,
    maxTimeMs: seconds === undefined ? READ_TIMEOUT_MS : Number(seconds) * 1000,
  });
  const where = answer.address === undefined ? '' : joinHostPort(answer.address, answer.port);
  if (!options.has('-q') && where !== '') io.err(`Connecting to ${hostOf(url)} (${where})\n`);
  const failure = failureOf(answer, hostOf(url));
  if (failure) {
    io.err(`wget: ${failure}\n`);
    return 1;
  }
  return deliver(answer, url, options, io);
}

function failureOf(answer: HttpAnswer, name: string): string | undefined {
  switch (answer.outcome) {
    case 'CouldNotResolve':
      return `bad address '${name}'`;
    case 'Refused':
      return `can't connect to remote host (${answer.address}): Connection refused`;
    case 'Unreachable':
      return `can't connect to remote host (${answer.address}): Host is unreachable`;
    case 'Timeout':
      return 'download timed out';
    case 'EmptyReply':
      return 'error getting response';
    case 'NotModelled':
      return `not modelled: ${answer.says}`;
    case 'Response':
      return answer.status >= 400 ? `server returned error: HTTP/1.1 ${answer.status}` : undefined;
    default:
      return answer.outcome satisfies never;
  }
}

function deliver(answer: HttpAnswer, url: string, options: Parsed['options'], io: ToolIo): number {
  if (options.has('--spider')) return 0;
  const name =
    options.get('-O')?.at(-1) ?? (/\/([^/?#]+)$/.exec(url.replace(/^http:\/\/[^/]*/, ''))?.[1] || 'index.html');
  if (name === '-') io.out(answer.body);
  else if (name !== '/dev/null') io.files.write(name.startsWith('/') ? name : `${io.cwd}/${name}`, answer.body);
  return 0;
}
