/** NodeLocal DNSCache on the nodes: how its packets go, what the kernel shows, what stays when it ends. */
import { describe, expect, test } from 'vitest';
import { resolvConfOf } from '../../../lib/world/dns/resolv-conf.ts';
import { resolveName } from '../../../lib/world/dns/resolve.ts';
import { pod } from '../../controlplane/manifests.ts';
import { first } from '../../dataplane/cluster-builder.ts';
import { API, CachedCluster, cachedCluster } from './cached-cluster.ts';
import { corefileOfCache, KUBE_DNS, LOCAL, nodeLocalDns } from './node-local-dns.ts';

const APP = 'https://github.com/kubernetes/dns/blob/1.26.7/cmd/node-cache/app/cache_app.go';
const MAIN = 'https://github.com/kubernetes/dns/blob/1.26.7/cmd/node-cache/main.go';
const TASK = 'https://kubernetes.io/docs/tasks/administer-cluster/nodelocaldns/';

function stages(world: CachedCluster, server?: string): string[] {
  return world.ask(undefined, server === undefined ? {} : { server }).trace.steps.map(({ stage }) => stage);
}

describe(`both addresses, kube-proxy in iptables mode (${TASK}#configuration)`, () => {
  const world = cachedCluster();

  test.each([undefined, LOCAL, KUBE_DNS])('a query to %s is taken by the cache of its node', (server) => {
    expect(world.fate(server === undefined ? {} : { server })).toBe('NOERROR by node-cache');
    expect(stages(world, server)).toEqual(['PodEgress', 'Untracked', 'Route', 'Listener', 'Reply']);
  });

  test.each(['UDP', 'TCP'] as const)(`%s is not tracked (${APP}, initIptables)`, (transport) => {
    world.ask(undefined, { transport });
    expect(world.show('conntrack').filter((line) => line.includes('src=10.0.4.3'))).toEqual([]);
    expect(world.show('conntrack').filter((line) => / dst=(172\.20\.0\.10|169\.254\.20\.10) /.test(line))).toEqual([]);
  });

  test(`so do processes of the node (https://github.com/kubernetes/dns/pull/319)`, () => {
    for (const server of [LOCAL, KUBE_DNS]) {
      const { outcome, trace } = world.askFromNode({ server });
      expect([outcome, trace.backend?.pod?.container, trace.sourceSeen?.address]).toEqual([
        'Answer',
        'node-cache',
        server,
      ]);
      expect(trace.steps.map(({ stage }) => stage)).toContain('Untracked');
    }
  });

  test('what it does not know, it asks kube-dns-upstream by TCP, which is tracked and translated', () => {
    world.ask('nobody.default.svc.cluster.local.');
    const upstream = world.world.client.find('Service', 'kube-dns-upstream', 'kube-system')?.spec.clusterIP;
    expect(world.show('conntrack').filter((line) => line.includes(`dst=${upstream} `))[0]).toMatch(/^tcp .* dport=53 /);
  });

  test(`iptables-save: raw between mangle and filter, each rule at the top of its chain (${APP})`, () => {
    const lines = world.show('iptables-save');
    expect(lines.filter((line) => line.startsWith('*'))).toEqual(['*mangle', '*raw', '*filter', '*nat']);
    const rule = (flags: string) => `-m ${flags} -m comment --comment "NodeLocal DNS Cache: skip conntrack" -j NOTRACK`;
    expect(lines.filter((line) => line.startsWith('-A PREROUTING') && line.includes('NOTRACK'))).toEqual([
      `-A PREROUTING -d 172.20.0.10/32 -p udp ${rule('udp --dport 53')}`,
      `-A PREROUTING -d 172.20.0.10/32 -p tcp ${rule('tcp --dport 53')}`,
      `-A PREROUTING -d 169.254.20.10/32 -p udp ${rule('udp --dport 53')}`,
      `-A PREROUTING -d 169.254.20.10/32 -p tcp ${rule('tcp --dport 53')}`,
    ]);
    expect(
      lines.filter((line) => line.startsWith('-A OUTPUT') && line.includes(LOCAL) && line.includes('NOTRACK')),
    ).toEqual([
      `-A OUTPUT -s 169.254.20.10/32 -p tcp ${rule('tcp --sport 8080')}`,
      `-A OUTPUT -d 169.254.20.10/32 -p tcp ${rule('tcp --dport 8080')}`,
      `-A OUTPUT -d 169.254.20.10/32 -p udp ${rule('udp --dport 53')}`,
      `-A OUTPUT -d 169.254.20.10/32 -p tcp ${rule('tcp --dport 53')}`,
      `-A OUTPUT -s 169.254.20.10/32 -p udp ${rule('udp --sport 53')}`,
      `-A OUTPUT -s 169.254.20.10/32 -p tcp ${rule('tcp --sport 53')}`,
    ]);
    const input = lines.filter((line) => line.startsWith('-A INPUT'));
    const allow = '-m comment --comment "NodeLocal DNS Cache: allow DNS traffic" -j ACCEPT';
    expect(input[0]).toBe(`-A INPUT -d 172.20.0.10/32 -p udp -m udp --dport 53 ${allow}`);
    expect(input.findIndex((line) => line.includes('KUBE-'))).toBe(4);
  });

  test('ip addr: a dummy interface that is never set up (https://github.com/kubernetes/dns/blob/1.26.7/pkg/netif/netif.go)', () => {
    const lines = world.show('ip-address');
    const at = lines.findIndex((line) => line.includes(' nodelocaldns: '));
    expect(lines[at]).toMatch(/^\d+: nodelocaldns: <BROADCAST,NOARP> mtu 1500 qdisc noop state DOWN group default $/);
    expect(lines.slice(at + 2).filter((line) => line.includes('inet'))).toEqual([
      '    inet 169.254.20.10/32 scope global nodelocaldns',
      '    inet 172.20.0.10/32 scope global nodelocaldns',
    ]);
  });

  test('ss: on its own addresses only; metrics on all (bind, health and prometheus of its Corefile)', () => {
    const own = world.show('sockets').filter((line) => line.includes('"node-cache"'));
    expect(own.map((line) => `${line.split(/\s+/)[0]} ${line.split(/\s+/)[4]}`).toSorted()).toEqual([
      'tcp 0.0.0.0:9253',
      'tcp 0.0.0.0:9353',
      'tcp 169.254.20.10:53',
      'tcp 169.254.20.10:8080',
      'tcp 172.20.0.10:53',
      'udp 169.254.20.10:53',
      'udp 172.20.0.10:53',
    ]);
  });

  test('another port of kube-dns is not its own: kube-proxy translates it', () => {
    const { trace } = world.ask(undefined, { server: KUBE_DNS, port: 9153, transport: 'TCP' });
    expect(trace.steps.map(({ stage }) => stage)).toContain('ServiceDNAT');
  });

  test(`its liveness probe asks ${LOCAL}:8080`, () => {
    const later = new CachedCluster(world.world.fork());
    later.world.pass(300);
    expect(later.cache?.status.containerStatuses?.[0]?.restartCount).toBe(0);
    expect(later.world.events(later.cache?.metadata.name ?? '', 'kube-system').join()).not.toContain('Unhealthy');
  });
});

describe(`it is told to stop (${MAIN}, OnProcessExit; ${APP}, TeardownNetworking)`, () => {
  test('queries to kube-dns go to CoreDNS until the next one is up; nobody has the other address', () => {
    const world = cachedCluster().deleteCache();
    world.world.pass(0.1);
    expect(world.fate()).toBe('NOERROR by coredns');
    expect(world.fate({ server: LOCAL })).toBe('Timeout');
    expect(world.show('ip-address').join()).not.toContain('nodelocaldns');
    expect(world.show('iptables-save')).not.toContain('*raw');
    world.world.settle();
    expect(world.fate()).toBe('NOERROR by node-cache');
  });

  test('deleted for good: the cluster is as it was', () => {
    const world = cachedCluster();
    world.world.client.delete('DaemonSet', 'node-local-dns', 'kube-system');
    world.world.manager.runDue();
    world.world.settle();
    expect([world.cache, world.fate()]).toEqual([undefined, 'NOERROR by coredns']);
  });

  test('-skipteardown=true leaves what it made: nobody answers on the node until the next one is up', () => {
    const world = cachedCluster({ args: ['-skipteardown=true'] }).deleteCache();
    world.world.pass(0.5);
    expect(world.show('ip-address').join()).toContain('nodelocaldns');
    expect([world.fate(), world.fate({ server: LOCAL })]).toEqual(['Refused', 'Refused']);
    world.world.settle();
    expect(world.fate()).toBe('NOERROR by node-cache');
  });
});

describe(`it is killed (${TASK}#setting-memory-limits: "does not clean up the custom packet filtering rules")`, () => {
  const OOM = 'https://github.com/kubernetes/dns/issues/438';

  test(`for its memory limit: all names fail on the node while it is away (${OOM})`, () => {
    const world = cachedCluster({ container: { resources: { limits: { memory: '20Mi' } } } });
    const fates: string[] = [];
    for (let second = 0; second < 120; second++) {
      world.world.pass(1);
      fates.push(world.fate());
    }
    expect(new Set(fates)).toEqual(new Set(['NOERROR by node-cache', 'Refused']));
    // An address of the node on which nobody listens: the kernel says so at once.
    const end = world.cache?.status.containerStatuses?.[0]?.lastState?.terminated;
    expect([end?.reason, end?.exitCode]).toEqual(['OOMKilled', 137]);
  });

  test('a preStop hook that outlasts the grace period: nobody tells it to stop', () => {
    const lifecycle = { preStop: { sleep: { seconds: 60 } } };
    const world = cachedCluster({ container: { lifecycle } }).deleteCache();
    world.world.pass(20);
    expect(world.fate()).toBe('NOERROR by node-cache');
    world.world.pass(10.3);
    expect([world.fate(), world.show('iptables-save').includes('*raw')]).toEqual(['Refused', true]);
    world.world.settle();
    expect(world.fate()).toBe('NOERROR by node-cache');
  });
});

describe('a roll-out', () => {
  test(`until its rules are there, kube-proxy still has the packets (${APP}, runPeriodic: one second after its start)`, () => {
    const world = new CachedCluster();
    world.world.apply(...nodeLocalDns());
    const seen = new Set<string>();
    for (let tenth = 0; tenth < 300; tenth++) {
      world.world.pass(0.1);
      seen.add(world.fate());
    }
    expect([...seen]).toEqual(['NOERROR by coredns', 'NOERROR by node-cache']);
  });

  test(`without -pidfile they come with the first check, after a minute (${MAIN}, syncinterval)`, () => {
    const world = new CachedCluster();
    const manifests = nodeLocalDns({
      container: {
        args: ['-localip', `${LOCAL},${KUBE_DNS}`, '-conf', '/etc/Corefile', '-upstreamsvc', 'kube-dns-upstream'],
      },
    });
    world.world.apply(...manifests);
    world.world.pass(40);
    expect([world.fate(), world.fate({ server: LOCAL })]).toEqual(['NOERROR by coredns', 'NOERROR by node-cache']);
    world.world.pass(40);
    expect(world.fate()).toBe('NOERROR by node-cache');
  });

  test('an image that nobody can pull: the old pod is gone, its rules too, CoreDNS answers', () => {
    const world = cachedCluster();
    const set = world.world.client.find('DaemonSet', 'node-local-dns', 'kube-system');
    if (!set) throw new Error('no DaemonSet');
    const [container] = set.spec.template.spec.containers;
    const containers = [{ ...container, image: 'registry.k8s.io/dns/k8s-dns-node-cache:not-there' }];
    const template = { ...set.spec.template, spec: { ...set.spec.template.spec, containers } };
    world.world.client.update('DaemonSet', { ...set, spec: { ...set.spec, template } } as typeof set);
    world.world.manager.runDue();
    world.world.settle();
    expect(world.fate()).toMatch(/^NOERROR by (coredns|node-cache)$/);
  });
});

describe('what keeps it from starting', () => {
  const crash = (options: Parameters<typeof cachedCluster>[0], skip?: string) => {
    const world = new CachedCluster();
    world.apply(...nodeLocalDns(options).filter((object) => (object as { kind: string }).kind !== skip));
    return world;
  };

  test.each([
    ['a variable left in -localip', ['__PILLAR__LOCAL__DNS__'], 'invalid localip specified - "__PILLAR__LOCAL__DNS__"'],
    ['nothing behind the comma', [LOCAL, ''], 'invalid localip specified - ""'],
    ['both families', [LOCAL, 'fd00::a'], 'unexpected IP Family for localIP - "fd00::a", want IPv6=false'],
  ])(`%s (${MAIN}, parseAndValidateFlags)`, (_, addresses, says) => {
    const world = crash({ addresses });
    expect(world.logs().join('\n')).toContain(`[FATAL] Error parsing flags - ${says}, Exiting`);
    expect(world.cache?.status.containerStatuses?.[0]?.state?.waiting?.reason).toBe('CrashLoopBackOff');
    expect(world.fate()).toBe('NOERROR by coredns');
  });

  test(`no Service kube-dns-upstream when it starts (${APP}, NewCacheApp)`, () => {
    const world = crash({}, 'Service');
    const log = world.logs().join('\n');
    expect(log).toContain(
      'Unable to lookup IP address of Upstream service kube-dns-upstream, env $KUBE_DNS_UPSTREAM_SERVICE_HOST ``',
    );
    expect(log).toContain('forward . <nil> {');
    expect(world.cache?.status.containerStatuses?.[0]?.state?.waiting?.reason).toBe('CrashLoopBackOff');
    expect([world.fate(), world.fate({ server: LOCAL })]).toEqual(['NOERROR by coredns', 'Refused']);
  });
});

describe(`kube-proxy in ipvs mode (${TASK}#configuration)`, () => {
  test('on the link-local address alone: only who asks there gets the cache', () => {
    const world = new CachedCluster()
      .inMode('ipvs')
      .apply(...nodeLocalDns({ addresses: [LOCAL], clusterDns: KUBE_DNS }));
    expect([world.fate(), world.fate({ server: LOCAL })]).toEqual(['NOERROR by coredns', 'NOERROR by node-cache']);
    const names = world
      .show('ip-address')
      .filter((line) => /^\d/.test(line))
      .map((line) => line.split(': ')[1]);
    expect(names.slice(-2)).toEqual(['kube-ipvs0', 'nodelocaldns']);
  });

  test('kubelets told of it (clusterDNS): pods started from then on ask it, others stay where they were', () => {
    const world = new CachedCluster()
      .inMode('ipvs')
      .apply(...nodeLocalDns({ addresses: [LOCAL], clusterDns: KUBE_DNS }))
      .apply({
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: 'kubelet-config', namespace: 'kube-system' },
        data: { kubelet: `kind: KubeletConfiguration\nclusterDNS:\n- ${LOCAL}\n` },
      })
      .apply(pod('later', {}));
    const serverOf = (name: string) =>
      resolvConfOf(world.world.cluster, { cluster: 'main', pod: { namespace: 'default', name } }).nameservers;
    expect([serverOf('web'), serverOf('later')]).toEqual([[KUBE_DNS], [LOCAL]]);
  });

  test('the address of kube-dns is served by ipvs all the same', () => {
    const world = new CachedCluster().inMode('ipvs').apply(...nodeLocalDns());
    expect([world.fate(), world.fate({ server: LOCAL })]).toEqual(['NOERROR by coredns', 'NOERROR by node-cache']);
  });
});

describe('kube-proxy in nftables mode (https://github.com/kubernetes/dns/issues/682: not documented; chains of type nat do not see what is not tracked)', () => {
  test('is intercepted as in iptables mode', () => {
    const world = new CachedCluster().inMode('nftables').apply(...nodeLocalDns());
    expect([world.fate(), world.fate({ server: LOCAL })]).toEqual(['NOERROR by node-cache', 'NOERROR by node-cache']);
    expect(world.show('iptables-save')).toContain('*raw');
  });
});

// With dnsConfig a pod chooses for itself: https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/#pod-dns-config
test('a pod that names the address itself asks the cache, and CoreDNS when that is gone', () => {
  const spec = {
    dnsPolicy: 'None',
    dnsConfig: { nameservers: [LOCAL, KUBE_DNS], options: [{ name: 'timeout', value: '1' }] },
  };
  const world = cachedCluster({ addresses: [LOCAL] }).apply(pod('own', { spec }));
  const ask = () => {
    const place = { cluster: 'main', pod: { namespace: 'default', name: 'own' } };
    const { queries } = resolveName({ cluster: world.world.cluster }, place, API, 'A', first);
    return queries.map(({ server, outcome }) => `${server} ${outcome}`);
  };
  expect(ask()).toEqual([`${LOCAL} Answer`]);
  world.world.client.delete('DaemonSet', 'node-local-dns', 'kube-system', {});
  world.world.manager.runDue();
  world.world.settle();
  expect(ask()).toEqual([`${LOCAL} Timeout`, `${KUBE_DNS} Answer`]);
});

test('its Corefile as it serves it: variables filled in, stub domains behind (https://github.com/kubernetes/dns/blob/1.26.7/cmd/node-cache/app/configmap.go)', () => {
  const world = cachedCluster({
    kubeDns: { stubDomains: '{"acme.local": ["10.0.9.9"]}', upstreamNameservers: '["10.0.0.2"]' },
  });
  const upstream = world.world.client.find('Service', 'kube-dns-upstream', 'kube-system')?.spec.clusterIP ?? '';
  const served = corefileOfCache()
    .replaceAll('__PILLAR__CLUSTER__DNS__', upstream)
    .replaceAll('__PILLAR__UPSTREAM__SERVERS__', '10.0.0.2');
  const stub = `\nacme.local:53 {\n    errors\n    cache 30\n    bind ${LOCAL} ${KUBE_DNS}\n    forward . 10.0.9.9\n}\n`;
  const log = world.logs();
  expect(log.join('\n')).toContain(`Updated Corefile with 1 custom stubdomains and upstream servers 10.0.0.2`);
  expect(log.join('\n')).toContain(`Using config file:\n${served}${stub}`);
});
