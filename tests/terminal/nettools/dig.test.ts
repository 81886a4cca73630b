import { describe, expect, it } from 'vitest';
import { dig } from '../../../lib/terminal/nettools/dig.ts';
import type { DnsQuery } from '../../../lib/terminal/nettools/host.ts';
import { busyboxNslookup } from '../../../lib/terminal/nettools/nslookup-busybox.ts';
import { hostWith, runTool } from './host.ts';

const NAME = 'kubernetes.default.svc.cluster.local';

function answer(over: Partial<DnsQuery>): DnsQuery {
  return {
    server: '172.20.0.10',
    name: NAME,
    type: 'A',
    outcome: 'Answer',
    rcode: 'NOERROR',
    flags: ['qr', 'aa', 'rd'],
    answers: [{ name: NAME, ttl: 5, type: 'A', data: '172.20.0.1' }],
    authority: [],
    durationMs: 1,
    size: 106,
    ...over,
  };
}

describe('dig', () => {
  it('sets columns as BIND does: a name past its column is followed by one space', async () => {
    const { out } = await runTool(dig(hostWith({ resolve: () => [answer({})] })), [NAME]);
    expect(out).toContain(`;; QUESTION SECTION:\n;${NAME}. IN A\n`);
    expect(out).toContain(`;; ANSWER SECTION:\n${NAME}. 5\tIN A\t172.20.0.1\n`);
  });

  it('fills up to the columns after a short name', async () => {
    const host = hostWith({
      resolve: () => [
        answer({ name: 'example.com', answers: [{ name: 'example.com', ttl: 300, type: 'A', data: '192.0.2.1' }] }),
      ],
    });
    const { out } = await runTool(dig(host), ['example.com']);
    expect(out).toContain(';example.com.\t\t\tIN\tA\n');
    expect(out).toContain('example.com.\t\t300\tIN\tA\t192.0.2.1\n');
  });

  it('prints the sections that are switched on, in whatever order they are named', async () => {
    const host = hostWith({ resolve: () => [answer({})] });
    expect((await runTool(dig(host), ['+noall', '+answer', NAME])).out).toBe(`${NAME}. 5\tIN A\t172.20.0.1\n`);
    const { out } = await runTool(dig(host), ['+nocmd', '+nostats', NAME]);
    expect(out.startsWith(';; Got answer:\n')).toBe(true);
    expect(out).not.toContain('Query time');
    expect((await runTool(dig(host), ['+noall', '+stats', NAME])).out.startsWith(';; Query time: 1 msec\n')).toBe(true);
  });

  // CoreDNS adds the addresses of SRV targets: https://github.com/coredns/coredns/blob/v1.14.0/plugin/backend_lookup.go (SRV)
  it('prints the additional section and counts it beside the OPT record, which is part of the size', async () => {
    const target = `10-0-2-31.peers.shop.svc.cluster.local.`;
    const srv = answer({
      name: '_http._tcp.peers.shop.svc.cluster.local.',
      type: 'SRV',
      answers: [
        { name: '_http._tcp.peers.shop.svc.cluster.local.', ttl: 5, type: 'SRV', data: `0 100 8080 ${target}` },
      ],
      additional: [{ name: target, ttl: 5, type: 'A', data: '10.0.2.31' }],
      size: 200,
    });
    const host = hostWith({ resolve: () => [srv] });
    const { out } = await runTool(dig(host), ['_http._tcp.peers.shop.svc.cluster.local', 'SRV']);
    expect(out).toContain('QUERY: 1, ANSWER: 1, AUTHORITY: 0, ADDITIONAL: 2\n');
    expect(out).toMatch(
      /\n;; ADDITIONAL SECTION:\n10-0-2-31\.peers\.shop\.svc\.cluster\.local\.\s5\sIN\sA\s10\.0\.2\.31\n\n;; Query time/,
    );
    expect(out).toContain(';; MSG SIZE  rcvd: 211\n');
    const plain = await runTool(dig(host), ['+noedns', '+noadditional', 'peers', 'SRV']);
    expect(plain.out).toContain('ADDITIONAL: 1\n\n;; QUESTION SECTION');
    expect(plain.out).not.toContain('ADDITIONAL SECTION');
    expect(plain.out).toContain('rcvd: 200\n');
  });

  it('ends with 9 when no server answers', async () => {
    const refused = answer({ outcome: 'Refused', rcode: undefined, answers: [] });
    const { out, code } = await runTool(dig(hostWith({ resolve: () => [refused] })), [NAME]);
    expect(code).toBe(9);
    expect(out.split('\n').slice(0, 3)).toEqual(
      Array(3).fill(';; communications error to 172.20.0.10#53: connection refused'),
    );
    expect(out.endsWith(';; no servers could be reached\n')).toBe(true);
  });
});

describe('nslookup of busybox', () => {
  const resolvConf = `search shop.svc.cluster.local svc.cluster.local\nnameserver 172.20.0.10\n`;
  const missing = (name: string) => answer({ name, rcode: 'NXDOMAIN', answers: [] });

  it('asks all domains for a name without a dot and fails when one has nothing', async () => {
    const host = hostWith({
      resolve: ({ name, type }) => [
        name !== 'cart.shop.svc.cluster.local'
          ? missing(name)
          : answer({ name, answers: type === 'A' ? [{ name, ttl: 5, type: 'A', data: '10.100.7.8' }] : [] }),
      ],
    });
    const { out, code } = await runTool(busyboxNslookup(host), ['cart'], { '/etc/resolv.conf': resolvConf });
    const gone = "** server can't find cart.svc.cluster.local: NXDOMAIN\n\n";
    expect(out).toBe(
      `Server:\t\t172.20.0.10\nAddress:\t172.20.0.10:53\n\nName:\tcart.shop.svc.cluster.local\nAddress: 10.100.7.8\n\n${gone}\n${gone}`,
    );
    expect(code).toBe(1);
  });

  it('takes a name with a dot as it stands, and says NXDOMAIN for both types', async () => {
    const host = hostWith({ resolve: ({ name }) => [missing(name)] });
    const { out } = await runTool(busyboxNslookup(host), ['cart.shop'], { '/etc/resolv.conf': resolvConf });
    expect(out.match(/\*\* server can't find cart\.shop: NXDOMAIN/g)).toHaveLength(2);
  });
});
