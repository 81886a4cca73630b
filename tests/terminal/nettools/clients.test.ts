import { describe, expect, it } from 'vitest';
import { curl } from '../../../lib/terminal/nettools/curl.ts';
import type { Connection, HttpAnswer } from '../../../lib/terminal/nettools/host.ts';
import { ip, iptablesSave, ss } from '../../../lib/terminal/nettools/kernel-views.ts';
import { nc } from '../../../lib/terminal/nettools/nc.ts';
import { answered, hostWith, runTool } from './host.ts';

const curlOf = (answer: HttpAnswer) => curl(hostWith({ http: () => answer }));

describe('curl', () => {
  // Codes and sentences: the table of https://curl.se/docs/manpage.html#EXIT and the words of curl 8.14.
  const failures: [string, Partial<HttpAnswer>, readonly string[], number, string][] = [
    [
      'no such name',
      { outcome: 'CouldNotResolve', address: undefined },
      ['http://cart'],
      6,
      'Could not resolve host: cart',
    ],
    [
      'refused',
      { outcome: 'Refused' },
      ['http://cart'],
      7,
      'Failed to connect to cart port 80 after 4 ms: Could not connect to server',
    ],
    [
      'dropped, limited',
      { outcome: 'Timeout', durationMs: 2001, connectMs: 0 },
      ['-m', '2', 'http://cart'],
      28,
      'Failed to connect to cart port 80 after 2001 ms: Timeout was reached',
    ],
    [
      'silent server',
      { outcome: 'Timeout', durationMs: 2000 },
      ['-m', '2', 'http://cart'],
      28,
      'Operation timed out after 2000 milliseconds with 0 bytes received',
    ],
    ['empty', { outcome: 'EmptyReply' }, ['http://cart'], 52, 'Empty reply from server'],
    ['-f', { status: 503 }, ['-f', 'http://cart'], 22, 'The requested URL returned error: 503'],
  ];
  it.each(failures)('%s', async (_, over, argv, code, text) => {
    const result = await runTool(curlOf(answered(over)), argv);
    expect(result).toEqual({ out: '', err: `curl: (${code}) ${text}\n`, code });
    expect((await runTool(curlOf(answered(over)), ['-s', ...argv])).err).toBe('');
    expect((await runTool(curlOf(answered(over)), ['-sS', ...argv])).err).toBe(result.err);
  });

  it('-i puts the head before the body, -w comes last, -o /dev/null swallows the body', async () => {
    expect((await runTool(curlOf(answered()), ['-i', 'cart'])).out).toBe(
      'HTTP/1.1 200 OK\r\nDate: Mon, 05 Jan 2026 09:00:33 GMT\r\nContent-Length: 3\r\n\r\nhi\n',
    );
    const { out } = await runTool(curlOf(answered()), ['-so/dev/null', '-w', '%{http_code} %{remote_ip}\\n', 'cart']);
    expect(out).toBe('200 10.100.7.8\n');
  });

  it('refuses by name what it does not model, and says what is unknown as curl does', async () => {
    expect(await runTool(curlOf(answered()), ['-k', 'https://cart'])).toMatchObject({
      code: 2,
      err: 'curl: not modelled: -k\n',
    });
    expect((await runTool(curlOf(answered()), ['--bogus'])).err).toBe(
      "curl: option --bogus: is unknown\ncurl: try 'curl --help' or 'curl --manual' for more information\n",
    );
  });
});

describe('nc -zv', () => {
  const connection = (over: Partial<Connection>): Connection => ({
    disposition: 'Delivered',
    response: 'Reply',
    address: '10.100.7.8',
    durationMs: 1,
    reply: '',
    says: '',
    ...over,
  });
  const cases: [Partial<Connection>, string, number][] = [
    [{}, 'Connection to cart (10.100.7.8) 443 port [tcp/https] succeeded!\n', 0],
    [
      { disposition: 'Refused', response: 'Reset' },
      'nc: connect to cart (10.100.7.8) port 443 (tcp) failed: Connection refused\n',
      1,
    ],
    [
      { disposition: 'Dropped', response: 'Timeout' },
      'nc: connect to cart (10.100.7.8) port 443 (tcp) failed: Operation timed out\n',
      1,
    ],
  ];
  it.each(cases)('%j', async (over, err, code) => {
    const result = await runTool(nc(hostWith({ connect: () => connection(over) })), ['-zv', 'cart', '443']);
    expect(result).toEqual({ out: '', err, code });
  });
});

describe('views of the kernel', () => {
  const sockets = ['Netid State  Recv-Q', 'tcp   LISTEN 0', 'udp   UNCONN 0'];

  it('ss names the protocol only where two are asked for', async () => {
    const tool = ss(hostWith({ show: () => sockets }));
    expect((await runTool(tool, ['-lnt'])).out).toBe('State  Recv-Q\nLISTEN 0\n');
    expect((await runTool(tool, ['-lntup'])).out).toBe(`${sockets.join('\n')}\n`);
    expect((await runTool(tool, ['-tan'])).err).toBe('ss: not modelled: -tan\n');
  });

  it('ip refuses its options by name', async () => {
    expect((await runTool(ip(hostWith({})), ['-br', 'a'])).err).toBe('ip: not modelled: ip -br a\n');
  });

  it('iptables-save -t prints one table', async () => {
    const lines = [
      '# Generated',
      '*filter',
      'COMMIT',
      '# Completed',
      '# Generated',
      '*nat',
      '-A X',
      'COMMIT',
      '# Completed',
    ];
    const { out } = await runTool(iptablesSave(hostWith({ show: () => lines })), ['-t', 'nat']);
    expect(out).toBe('# Generated\n*nat\n-A X\nCOMMIT\n# Completed\n');
  });
});
