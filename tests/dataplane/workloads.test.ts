import { describe, expect, test } from 'vitest';
import { filesOf } from '../../lib/world/files/files.ts';
import { findWorkload } from '../../lib/world/workloads/catalogue.ts';
import { coredns } from '../../lib/world/workloads/coredns.ts';
import { probeExec, probeHttp, probeTcp } from '../../lib/world/workloads/probe.ts';
import { listenersOf, processOf } from '../../lib/world/workloads/process.ts';
import { findPod } from '../../lib/world/workloads/running.ts';
import { readScript } from '../../lib/world/workloads/script.ts';
import { httpDate } from '../../lib/world/workloads/timestamps.ts';
import { ClusterBuilder, type PodSpec, podPlace } from './cluster-builder.ts';
import { aShopWithDns, EKS_COREFILE, withDns } from './dns-builder.ts';

function aPod(spec: Partial<PodSpec>) {
  const builder = new ClusterBuilder().node(1).pod({ name: 'web', node: 1, ip: '10.0.1.31', ...spec });
  const pod = findPod(builder.cluster, 'shop', 'web');
  if (!pod) throw new Error('no pod');
  return { cluster: builder.cluster, pod };
}

function ports(spec: Partial<PodSpec>): string {
  const { cluster, pod } = aPod(spec);
  return listenersOf(cluster, pod)
    .map(
      ({ listener: { port, protocol, address } }) => `${port}/${protocol}${address === '0.0.0.0' ? '' : ` ${address}`}`,
    )
    .join(', ');
}

describe('images', () => {
  test.each([
    ['nginx', true],
    ['nginx:1.29-alpine', true],
    ['docker.io/library/nginx:1.29', true],
    ['public.ecr.aws/docker/library/busybox:1.36', true],
    ['602401143452.dkr.ecr.us-west-2.amazonaws.com/eks/coredns:v1.14.3-eksbuild.3', true],
    ['registry.k8s.io/e2e-test-images/agnhost:2.53@sha256:0123', true],
    ['nginx:does-not-exist', false],
    ['example.com/nobody/nothing:1', false],
  ])('%s can be pulled: %s', (image, known) => {
    expect(findWorkload(image) !== undefined).toBe(known);
  });
});

describe('what listens where', () => {
  test.each<[Partial<PodSpec>, string]>([
    [{ args: ['netexec'] }, '8080/TCP, 8081/UDP'],
    [{ args: ['netexec', '--http-port=80', '--udp-port', '-1'] }, '80/TCP'],
    [{ args: ['serve-hostname'] }, '9376/TCP'],
    [{ args: ['pause'] }, ''],
    [{ args: ['porter'], container: { env: [{ name: 'SERVE_PORT_81', value: 'x' }] } }, '81/TCP'],
    [
      { args: ['netexec', '--http-port=$(PORT)'], container: { env: [{ name: 'PORT', value: '81' }] } },
      '81/TCP, 8081/UDP',
    ],
    [{ image: 'nginx:1.29', args: [] }, '80/TCP'],
    [{ image: 'hashicorp/http-echo:1.0', args: ['-text=hi', '-listen=:5000'] }, '5000/TCP'],
    [{ image: 'postgres:17', args: [], container: { env: [{ name: 'POSTGRES_PASSWORD', value: 'x' }] } }, '5432/TCP'],
    [{ image: 'postgres:17', args: [] }, ''],
    [{ image: 'python:3.13', args: ['python3', '-m', 'http.server', '8000'] }, '8000/TCP'],
    [{ image: 'ghcr.io/hoplab/seen:1', args: ['--port=81', '--address=127.0.0.1'] }, '81/TCP 127.0.0.1'],
    [{ image: 'busybox:1.36', args: ['sh', '-c', 'httpd -f -p 8081'] }, '8081/TCP'],
  ])('%j → %s', (spec, expected) => {
    expect(ports(spec)).toBe(expected);
  });

  test('a container that waits listens on nothing', () => {
    expect(ports({ waiting: 'CrashLoopBackOff' })).toBe('');
  });
});

test('a process gets its environment: the pod’s fields, its ConfigMaps, its Services', () => {
  const { cluster } = new ClusterBuilder()
    .node(1)
    .put('ConfigMap', { metadata: { name: 'settings', namespace: 'shop' }, data: { MODE: 'fast' } })
    .service({ name: 'cart-db', ip: '172.20.1.1', port: 5432, portName: 'pg' })
    .pod({
      name: 'web',
      node: 1,
      ip: '10.0.1.31',
      container: {
        envFrom: [{ configMapRef: { name: 'settings' } }],
        env: [
          { name: 'IP', valueFrom: { fieldRef: { fieldPath: 'status.podIP' } } },
          { name: 'URL', value: 'pg://$(CART_DB_SERVICE_HOST):$(CART_DB_SERVICE_PORT_PG)/$(NOBODY)' },
        ],
      },
    });
  const { env } = processOf(cluster, findPod(cluster, 'shop', 'web') as NonNullable<ReturnType<typeof findPod>>, 'app');
  expect([env.get('MODE'), env.get('IP'), env.get('URL'), env.get('HOSTNAME')]).toEqual([
    'fast',
    '10.0.1.31',
    'pg://172.20.1.1:5432/$(NOBODY)',
    'web',
  ]);
});

// Messages: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/probe
describe('probes', () => {
  const { cluster, pod } = aPod({ args: ['netexec'] });
  test.each([
    [probeHttp(cluster, pod, 8080, '/healthz'), 'Success', ''],
    [probeHttp(cluster, pod, 8080, 'echo?code=503'), 'Failure', 'HTTP probe failed with statuscode: 503'],
    [
      probeHttp(cluster, pod, 80, '/healthz'),
      'Failure',
      'Get "http://10.0.1.31:80/healthz": dial tcp 10.0.1.31:80: connect: connection refused',
    ],
    [
      probeHttp(cluster, pod, 8080, '/', { scheme: 'HTTPS' }),
      'Failure',
      'Get "https://10.0.1.31:8080/": http: server gave HTTP response to HTTPS client',
    ],
    [probeTcp(cluster, pod, 8080), 'Success', ''],
    [probeTcp(cluster, pod, 80), 'Failure', 'dial tcp 10.0.1.31:80: connect: connection refused'],
    [probeExec(cluster, pod, 'app', ['sh', '-c', 'exit 1']), 'Failure', ''],
    [probeExec(cluster, pod, 'app', ['my-check']), 'NotModelled', "not modelled: my-check as a container's process"],
  ])('%j', (result, outcome, message) => {
    expect(result).toEqual({ outcome, message });
  });
});

describe('a shell line as a process', () => {
  test.each([
    [['sleep', 'infinity'], undefined, []],
    [['sleep', '5'], { code: 0, afterMs: 5000 }, []],
    [['sh', '-c', 'echo starting; sleep 2; exit 3'], { code: 3, afterMs: 2000 }, ['starting']],
    [['sh', '-c', 'while true; do sleep 5; done'], undefined, []],
    [['sh', '-c', 'tail -f /dev/null'], undefined, []],
    [['sh'], { code: 0, afterMs: 0 }, []],
    [['launch-rocket'], { code: 1, afterMs: 0 }, ["not modelled: launch-rocket as a container's process"]],
  ])('%j', (argv, exit, logs) => {
    const script = readScript(argv);
    expect([script.exit, script.logs]).toEqual([exit, logs]);
  });

  test('a loop around curl is a client', () => {
    const { habit } = readScript(['sh', '-c', 'while true; do curl -s -m 2 http://cart.shop/a; sleep 3; done']);
    expect(habit).toEqual({ url: 'http://cart.shop/a', everyMs: 3000, timeoutMs: 2000, connections: 'New' });
  });
});

describe('CoreDNS as a process', () => {
  const started = (corefile: string) => {
    const { cluster } = withDns(new ClusterBuilder().node(1).node(2).node(3), corefile);
    const pod = findPod(cluster, 'kube-system', 'coredns-a') as NonNullable<ReturnType<typeof findPod>>;
    return coredns.start(processOf(cluster, pod, 'app'));
  };

  test('starts with the Corefile of EKS', () => {
    expect(started(EKS_COREFILE)).toMatchObject({
      readyAfterMs: 200,
      logs: [
        '.:53',
        expect.stringMatching(/^\[INFO\] plugin\/reload: Running configuration SHA512 = [0-9a-f]{128}$/),
        expect.any(String),
        expect.any(String),
      ],
    });
    expect(started(EKS_COREFILE).exit).toBeUndefined();
  });

  test.each([
    [EKS_COREFILE.replace('ready', 'redy'), "/etc/coredns/Corefile:6 - Error during parsing: Unknown directive 'redy'"],
    [EKS_COREFILE.replace(/}\s*$/, ''), '/etc/coredns/Corefile:16 - Error during parsing: Unexpected EOF'],
    [
      EKS_COREFILE.replace('/etc/resolv.conf', '172.20.0.10'),
      expect.stringContaining('plugin/loop: Loop (10.0.2.53:51413 -> :53) detected'),
    ],
  ])('ends when its Corefile is wrong', (corefile, says) => {
    const { exit, logs } = started(corefile);
    expect([exit?.code, logs.at(-1)]).toEqual([1, says]);
  });
});

describe('files', () => {
  test('of a container: names, volumes, account, and what was written over them', () => {
    const { cluster } = aShopWithDns();
    const coredns = filesOf(cluster, podPlace('coredns-a', 'kube-system'));
    expect(coredns.read('/etc/coredns/Corefile')).toContain('kubernetes cluster.local');
    expect(coredns.list('/etc')).toEqual(['coredns', 'hostname', 'hosts', 'resolv.conf']);
    const files = filesOf(cluster, podPlace('web'));
    expect(files.read('/etc/hosts')).toContain('10.0.1.31\tweb\n');
    files.write('/tmp/../tmp/a', 'one');
    files.append('/tmp/a', ' two');
    expect([files.read('/tmp/a'), files.list('/tmp'), files.stat('/tmp')?.kind]).toEqual([
      'one two',
      ['a'],
      'directory',
    ]);
    files.remove('/etc/hosts');
    expect([files.read('/etc/hosts'), files.stat('/etc/hosts'), files.list('/nowhere')]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect(filesOf(cluster, podPlace('cart-a')).read('/tmp/a')).toBeUndefined();
  });

  test('a restarted container starts with its own files again', () => {
    const shop = aShopWithDns();
    filesOf(shop.cluster, podPlace('web')).write('/tmp/a', 'x');
    shop.pod({ name: 'web', node: 1, ip: '10.0.1.31', waiting: 'CrashLoopBackOff' });
    expect(filesOf(shop.cluster, podPlace('web')).read('/tmp/a')).toBeUndefined();
  });

  test('of a node: the resolver of the network, the kubelet’s cluster DNS', () => {
    const files = filesOf(aShopWithDns().cluster, { cluster: 'main', node: 'ip-10-0-1-20' });
    expect(files.read('/etc/resolv.conf')).toBe('search us-west-2.compute.internal\nnameserver 10.0.0.2\n');
    expect(files.read('/etc/kubernetes/kubelet/config.json')).toContain('"172.20.0.10"');
  });
});

test('dates are those of the Gregorian calendar', () => {
  expect(httpDate(Date.UTC(2024, 1, 29, 23, 59, 59))).toBe('Thu, 29 Feb 2024 23:59:59 GMT');
  expect(httpDate(Date.UTC(2026, 11, 31, 0, 0, 1))).toBe('Thu, 31 Dec 2026 00:00:01 GMT');
});
