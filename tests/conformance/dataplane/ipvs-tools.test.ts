/**
 * What the tools of a node show in ipvs mode, byte for byte.
 * Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/proxy/ipvs/README.md (Debug); ipset 7.17; ipvsadm 1.31
 */
import { describe, expect, it } from 'vitest';
import { ipset } from '../../../lib/terminal/nettools/ipset.ts';
import { ipvsadm } from '../../../lib/terminal/nettools/ipvsadm.ts';
import { ip } from '../../../lib/terminal/nettools/kernel-views.ts';
import { bootstrapCluster } from '../../../lib/world/controlplane/bootstrap.ts';
import { DEFAULT_PROXY_CONFIG, parseProxyConfig } from '../../../lib/world/dataplane/compile/proxy-config.ts';
import { kernelView } from '../../../lib/world/dataplane/render/kernel-view.ts';
import { traceFlow } from '../../../lib/world/dataplane/tracer.ts';
import { setNow } from '../../../lib/world/sim/clock.ts';
import { type ClusterBuilder, nodeName, podPlace, type ServiceSpec } from '../../dataplane/cluster-builder.ts';
import { hostWith, runTool } from '../../terminal/nettools/host.ts';
import { anIpvsShop, CLUSTER_IP, endpointA, flowOf, node1, web } from './ipvs-world.ts';

function hostOf({ cluster }: ClusterBuilder, place: Parameters<typeof kernelView>[1] = node1) {
  return hostWith({ show: (what) => kernelView(cluster, place, what) });
}

function send({ cluster }: ClusterBuilder, to: string, connection: 'Closed' | 'Kept', protocol: 'TCP' | 'UDP' = 'TCP') {
  return traceFlow(
    { cluster },
    { ...flowOf(web, to, protocol), connection },
    (_purpose, _candidates, turn = 0) => turn,
  );
}

const TITLE = `IP Virtual Server version 1.2.1 (size=4096)
Prot LocalAddress:Port Scheduler Flags
  -> RemoteAddress:Port           Forward Weight ActiveConn InActConn
`;

/** The line of a real server, with its trailing blanks. */
function real(server: string, weight: number, active: number, inactive: number): string {
  return `  -> ${server.padEnd(28)} Masq    ${weight}      ${String(active).padEnd(10)} ${String(inactive).padEnd(10)}\n`;
}

const CART = 'TCP  172.20.14.9:80 rr\n';
const NODE_PORT = 'TCP  10.0.1.20:30080 rr\n';
const IDLE = real('10.0.2.31:8080', 1, 0, 0) + real('10.0.3.31:8080', 1, 0, 0);

describe('ipvsadm', () => {
  it('-Ln lists virtual servers, 172.16.0.0/12 before 10.0.0.0/8', async () => {
    const { out, code } = await runTool(ipvsadm(hostOf(anIpvsShop())), ['-Ln']);
    expect(out).toBe(TITLE + CART + IDLE + NODE_PORT + IDLE);
    expect(code).toBe(0);
  });

  it('shows the scheduler and, where sessions stick, their time', async () => {
    const spec = { sessionAffinity: 'ClientIP', sessionAffinityConfig: { clientIP: { timeoutSeconds: 600 } } };
    const shop = anIpvsShop({ nodePort: 0, spec }, { scheduler: 'lc' });
    const { out } = await runTool(ipvsadm(hostOf(shop)), ['-L', '-n']);
    expect(out).toBe(`${TITLE}TCP  172.20.14.9:80 lc persistent 600\n${IDLE}`);
  });

  it('a Service without endpoints has a virtual server without destinations', async () => {
    const { out } = await runTool(ipvsadm(hostOf(anIpvsShop({ endpoints: [] }))), ['-Ln', '-t', '172.20.14.9:80']);
    expect(out).toBe(TITLE + CART);
  });

  it('UDP stands behind TCP, and its connections are never active', async () => {
    const dns: ServiceSpec = { name: 'dns', ip: '172.20.0.10', port: 53, protocol: 'UDP', endpoints: [endpointA] };
    const shop = anIpvsShop({ nodePort: 0 }).service(dns).sync([1], { mode: 'ipvs' });
    send(shop, '172.20.0.10:53', 'Closed', 'UDP');
    const { out } = await runTool(ipvsadm(hostOf(shop)), ['-Ln']);
    expect(out).toBe(`${TITLE}${CART}${IDLE}UDP  172.20.0.10:53 rr\n${real('10.0.2.31:8080', 1, 0, 1)}`);
  });

  it('counts open connections as active and closed ones as inactive until they are forgotten', async () => {
    const shop = anIpvsShop({ nodePort: 0 });
    send(shop, `${CLUSTER_IP}:80`, 'Kept');
    send(shop, `${CLUSTER_IP}:80`, 'Closed');
    const list = () => runTool(ipvsadm(hostOf(shop)), ['-Ln']);
    const kept = real('10.0.2.31:8080', 1, 1, 0);
    expect((await list()).out).toBe(TITLE + CART + kept + real('10.0.3.31:8080', 1, 0, 1));
    setNow(shop.cluster.state, 120_001);
    expect((await list()).out).toBe(TITLE + CART + kept + real('10.0.3.31:8080', 1, 0, 0));
  });

  it('keeps an endpoint that has gone at weight 0 as long as connections to it stand (graceful_termination.go)', async () => {
    const shop = anIpvsShop({ nodePort: 0 });
    send(shop, `${CLUSTER_IP}:80`, 'Kept');
    shop.service({ name: 'cart', ip: CLUSTER_IP, portName: 'http', endpoints: [{ ip: '10.0.3.31', node: 3 }] });
    shop.sync([1], { mode: 'ipvs' });
    const { out } = await runTool(ipvsadm(hostOf(shop)), ['-Ln']);
    expect(out).toBe(TITLE + CART + real('10.0.2.31:8080', 0, 1, 0) + real('10.0.3.31:8080', 1, 0, 0));
    expect(send(shop, `${CLUSTER_IP}:80`, 'Closed').backend?.address).toBe('10.0.3.31');
  });

  it('-Lnc lists connections, and the templates of those that stick', async () => {
    const shop = anIpvsShop({ nodePort: 0, spec: { sessionAffinity: 'ClientIP' } });
    const { steps } = send(shop, `${CLUSTER_IP}:80`, 'Kept');
    setNow(shop.cluster.state, 3000);
    const { out } = await runTool(ipvsadm(hostOf(shop)), ['-Lnc']);
    const client = `10.0.1.31:${steps[0]?.packet.sport}`;
    expect(out).toBe(
      'IPVS connection entries\n' +
        'pro expire state       source             virtual            destination\n' +
        `TCP 14:57  ESTABLISHED ${client.padEnd(18)} 172.20.14.9:80     10.0.2.31:8080\n` +
        'TCP 179:57 NONE        10.0.1.31:0        172.20.14.9:80     10.0.2.31:8080\n',
    );
  });

  it('-L --timeout', async () => {
    const { out } = await runTool(ipvsadm(hostOf(anIpvsShop())), ['-L', '--timeout']);
    expect(out).toBe('Timeout (tcp tcpfin udp): 900 120 300\n');
  });

  it('has an empty table in other modes, and none for a pod', async () => {
    const shop = anIpvsShop().sync([1], { mode: 'nftables' });
    expect((await runTool(ipvsadm(hostOf(shop)), ['-Ln'])).out).toBe(TITLE);
    const { err, code } = await runTool(ipvsadm(hostOf(shop, web)), ['-Ln']);
    expect(err).toBe(
      "Can't initialize ipvs: Permission denied (you must be root)\nAre you sure that IP Virtual Server is built in the kernel or as module?\n",
    );
    expect(code).toBe(2);
  });

  it.each([
    [['-Ln', '--stats'], '-Ln --stats'],
    [['-Ln', '--rate'], '-Ln --rate'],
    [['-L'], 'names of hosts and ports: use -n'],
    [['-A', '-t', '10.0.0.1:80'], '-A -t 10.0.0.1:80'],
  ])('%j is refused by name', async (argv, what) => {
    const { err, code } = await runTool(ipvsadm(hostOf(anIpvsShop())), argv);
    expect(err).toBe(`ipvsadm: not modelled: ${what}\n`);
    expect(code).toBe(2);
  });
});

describe('ipset', () => {
  const run = (...argv: string[]) => runTool(ipset(hostOf(anIpvsShop({ endpoints: [endpointA] }))), argv);

  it('list NAME', async () => {
    const { out, code } = await run('list', 'KUBE-CLUSTER-IP');
    expect(out).toMatch(
      /^Name: KUBE-CLUSTER-IP\nType: hash:ip,port\nRevision: 7\nHeader: family inet hashsize 1024 maxelem 65536 bucketsize 12 initval 0x[0-9a-f]{8}\nSize in memory: 264\nReferences: 3\nNumber of entries: 1\nMembers:\n172\.20\.14\.9,tcp:80\n$/,
    );
    expect(code).toBe(0);
  });

  it('grows with its members, as measured with ipset 7.17 on Linux 6.18', () => {
    const many = Array.from({ length: 10_000 }, (_, at) => `172.20.${Math.floor(at / 250)}.${(at % 250) + 1}`);
    const shop = anIpvsShop({ nodePort: 0 });
    for (const [at, address] of many.entries()) shop.service({ name: `many-${at}`, ip: address });
    const lines = kernelView(shop.sync([1], { mode: 'ipvs' }).cluster, node1, 'ipset') ?? [];
    const size = lines
      .filter((line) => line.startsWith('Size in memory'))
      .map((line) => Number(line.split(' ').at(-1)));
    expect(lines.filter((line) => line.includes('hashsize 4096'))).toHaveLength(2);
    expect(Math.abs((size[1] ?? 0) - 289_000) / 289_000).toBeLessThan(0.01);
  });

  it('a bitmap of ports', async () => {
    expect((await run('list', 'KUBE-NODE-PORT-TCP')).out).toBe(
      'Name: KUBE-NODE-PORT-TCP\nType: bitmap:port\nRevision: 3\nHeader: range 0-65535\nSize in memory: 8264\nReferences: 1\nNumber of entries: 1\nMembers:\n30080\n',
    );
  });

  it('-L NAME -t leaves the members out', async () => {
    expect((await run('-L', 'KUBE-IPVS-IPS', '-t')).out).toMatch(/References: 1\nNumber of entries: 1\n$/);
  });

  it('list -n names the sets of both families, cut at 31 characters', async () => {
    const names = (await run('list', '-n')).out.trimEnd().split('\n');
    expect(names).toHaveLength(34);
    expect(names.slice(0, 2)).toEqual(['KUBE-LOOP-BACK', 'KUBE-CLUSTER-IP']);
    expect(names).toContain('KUBE-6-CLUSTER-IP');
    expect(names).toContain('KUBE-6-LOAD-BALANCER-SOURCE-CID');
    expect(Math.max(...names.map((name) => name.length))).toBe(31);
  });

  it('save NAME', async () => {
    expect((await run('save', 'KUBE-NODE-PORT-TCP')).out).toBe(
      'create KUBE-NODE-PORT-TCP bitmap:port range 0-65535\nadd KUBE-NODE-PORT-TCP 30080\n',
    );
  });

  it.each([
    [['test', 'KUBE-CLUSTER-IP', '172.20.14.9,tcp:80'], 'Warning: 172.20.14.9,tcp:80 is in set KUBE-CLUSTER-IP.\n', 0],
    [['test', 'KUBE-CLUSTER-IP', '172.20.14.9,tcp:81'], '172.20.14.9,tcp:81 is NOT in set KUBE-CLUSTER-IP.\n', 1],
    [['list', 'KUBE-NOPE'], 'ipset v7.17: The set with the given name does not exist\n', 1],
    [[], "ipset v7.17: No command specified.\nTry `ipset help' for more information.\n", 2],
    [['add', 'KUBE-IPVS-IPS', '10.0.0.1'], 'ipset: not modelled: ipset add KUBE-IPVS-IPS 10.0.0.1\n', 1],
  ])('%j', async (argv, text, status) => {
    const { err, code } = await run(...argv);
    expect(err).toBe(text);
    expect(code).toBe(status);
  });

  it('a pod may not look, and other modes have no sets', async () => {
    const shop = anIpvsShop().sync([1]);
    const { err } = await runTool(ipset(hostOf(shop, web)), ['list']);
    expect(err).toBe('ipset v7.17: Kernel error received: Operation not permitted\n');
    expect(await runTool(ipset(hostOf(shop)), ['list'])).toMatchObject({ out: '', code: 0 });
  });
});

describe('ip', () => {
  it('addr show kube-ipvs0: the addresses of all Services, on every node', async () => {
    const { out } = await runTool(ip(hostOf(anIpvsShop())), ['addr', 'show', 'kube-ipvs0']);
    expect(out).toMatch(
      /^\d+: kube-ipvs0: <BROADCAST,NOARP> mtu 1500 qdisc noop state DOWN group default \n {4}link\/ether 3a(:[0-9a-f]{2}){5} brd ff:ff:ff:ff:ff:ff\n {4}inet 172\.20\.14\.9\/32 scope global kube-ipvs0\n {7}valid_lft forever preferred_lft forever\n$/,
    );
  });

  it('there is none in other modes, nor in a pod', async () => {
    const shop = anIpvsShop().sync([2]);
    const on2 = { cluster: 'main', node: nodeName(2) };
    for (const host of [hostOf(shop, on2), hostOf(shop, podPlace('web'))]) {
      const { err, code } = await runTool(ip(host), ['addr', 'show', 'dev', 'kube-ipvs0']);
      expect([err, code]).toEqual(['Device "kube-ipvs0" does not exist.\n', 1]);
    }
  });
});

describe('conntrack', () => {
  it('a flow from the node comes from where it goes', () => {
    const { cluster } = anIpvsShop({ endpoints: [endpointA] });
    const { steps } = traceFlow({ cluster }, flowOf(node1, `${CLUSTER_IP}:80`, 'TCP'), () => 0);
    const port = steps[0]?.packet.sport;
    const [line = ''] = kernelView(cluster, node1, 'conntrack') ?? [];
    expect(line).toContain(
      `src=172.20.14.9 dst=172.20.14.9 sport=${port} dport=80 src=10.0.2.31 dst=10.0.1.20 sport=8080`,
    );
  });
});

describe('the configuration of kube-proxy', () => {
  it('comes from the values of its EKS add-on (https://docs.aws.amazon.com/eks/latest/best-practices/ipvs.html)', () => {
    const values = { mode: 'ipvs', ipvs: { scheduler: 'lc' } } as const;
    const objects = bootstrapCluster({ addons: { 'kube-proxy': values } });
    const found = objects.find(({ kind, metadata }) => kind === 'ConfigMap' && metadata.name === 'kube-proxy-config');
    const { data } = found as unknown as { readonly data: { readonly config: string } };
    expect(parseProxyConfig(data.config)).toMatchObject({ mode: 'ipvs', scheduler: 'lc' });
  });

  const written = (ipvs: string) =>
    `kind: KubeProxyConfiguration\nmode: ipvs\niptables: {masqueradeAll: true}\nipvs: ${ipvs}\n`;

  it.each([
    ['{}', undefined],
    ['{scheduler: ""}', undefined],
    ['null', undefined],
    ['{scheduler: rr}', undefined],
    ['{scheduler: sh, strictARP: true}', 'sh'],
  ])('ipvs: %s', (ipvs, scheduler) => {
    expect(parseProxyConfig(written(ipvs))).toEqual({
      ...DEFAULT_PROXY_CONFIG,
      mode: 'ipvs',
      masqueradeAll: true,
      ...(scheduler ? { scheduler } : {}),
      metricsAddress: '127.0.0.1',
    });
  });
});
