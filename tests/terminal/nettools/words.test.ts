/** What the tools print of the way that their packets took. */
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { tryLab } from '../../../lib/cli/commands/try.ts';

const labRoots = [fileURLToPath(new URL('../../../labs', import.meta.url))];

async function typed(line: string, seed = 1) {
  let [out, err] = ['', ''];
  const io = {
    labRoots,
    out: (text: string) => {
      out += text;
    },
    err: (text: string) => {
      err += text;
    },
  };
  const code = await tryLab.run(['clusterip/one-node-in-four', '--seed', String(seed), '-c', line], io);
  return { out, err, code };
}

const echo = /^64 bytes from \S+: icmp_seq=1 ttl=(\d+) time=(\d+\.\d+) ms$/m;

/** Pods of kube-system with an address of their own, by node. */
const PODS = `kubectl -n kube-system get pods -l k8s-app=kube-dns -o jsonpath='{range .items[*]}{.spec.nodeName} {.status.podIP}{"\\n"}{end}'`;

// Each host that forwards takes one: https://docs.kernel.org/networking/ip-sysctl.html; pods are routed by their nodes:
// https://github.com/aws/amazon-vpc-cni-k8s/blob/v1.23.1/docs/cni-proposal.md
it('ping counts the hosts that forward the reply, and takes longer the farther it goes', async () => {
  const pods = (await typed(PODS)).out
    .trim()
    .split('\n')
    .map((line) => line.split(' ') as [string, string]);
  const [[node, address]] = pods as [[string, string]];
  const other = `ip-10-0-${(Number(node.split('-')[3]) % 4) + 1}-20`;
  const at = async (host: string) =>
    echo
      .exec((await typed(`ssh ${host} ping -c 1 ${address}`)).out)
      ?.slice(1)
      .map(Number);
  const [near, far] = [await at(node.split('.')[0] as string), await at(other)];
  expect(near?.[0]).toBe(64);
  expect(far?.[0]).toBe(63);
  expect(near?.[1]).toBeLessThan(0.2);
  expect(far?.[1]).toBeGreaterThan(near?.[1] as number);
  expect(far?.[1]).toBeLessThan(2);
});

it('ping from a pod of another node loses two', async () => {
  const { out } = await typed(
    `kubectl run tmp -q --rm -i --restart=Never --image=nicolaka/netshoot:v0.14 -- ping -c 3 $(${PODS} | tail -1 | cut -d' ' -f2)`,
  );
  const rows = [...out.matchAll(/icmp_seq=\d ttl=(\d+) time=(\d+\.\d+) ms/g)];
  expect(new Set(rows.map(([, ttl]) => ttl)).size).toBe(1);
  expect(['62', '63']).toContain(rows[0]?.[1]);
  expect(new Set(rows.map(([, , time]) => time)).size).toBeGreaterThan(1);
});

// https://github.com/curl/curl/blob/curl-8_14_1/lib/cf-socket.c ("connect to %s port %u from %s port %d failed: %s")
it('curl -v says from where it was refused', async () => {
  const { err } = await typed('ssh ip-10-0-1-20 curl -sv http://10.0.1.20:81/');
  expect(err).toMatch(
    /\n\* connect to 10\.0\.1\.20 port 81 from 10\.0\.1\.20 port [1-9]\d+ failed: Connection refused\n/,
  );
});

// https://github.com/kubernetes/kubectl/blob/v0.35.0/pkg/cmd/run/run.go, https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-phase
it.each([
  ['Never', 'true', 'Completed', '0'],
  ['Never', 'false', 'Error', '0'],
  ['Always', 'true', 'Running|Completed', '1'],
])('kubectl run -i --restart=%s leaves what %s made of the pod', async (restart, word, status, restarts) => {
  const run = `kubectl run once -i --restart=${restart} --image=busybox:1.37 -- ${word} </dev/null`;
  const { out } = await typed(`${run}; sleep 5; kubectl get pod once --no-headers`);
  expect(out).toMatch(new RegExp(`^once +\\d/1 +(${status}) +${restarts}`, 'm'));
});

// Names of events carry the nanosecond: https://github.com/kubernetes/client-go/blob/v0.35.0/tools/record/event.go (makeEvent)
it('events of one second stand in the order in which they came', async () => {
  for (const seed of [1, 2, 3]) {
    const { out } = await typed(
      'kubectl run one --image=busybox:1.37 -- sleep 600 >/dev/null; sleep 10; kubectl get events --field-selector involvedObject.name=one -o custom-columns=R:.reason --no-headers; kubectl describe pod one',
      seed,
    );
    const [listed, described] = [out.slice(0, out.indexOf('Name:')), out.slice(out.indexOf('Name:'))];
    const order = ['Scheduled', 'Pulling', 'Pulled', 'Created', 'Started'];
    expect(listed.trim().split('\n')).toEqual(order);
    expect([...described.matchAll(/^ {2}Normal +(\w+)/gm)].map(([, reason]) => reason)).toEqual(order);
  }
});
