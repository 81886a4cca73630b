/** A cluster whose kube-proxy is moved to ipvs mode, as one would do it by hand. */
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { tryLab } from '../../../lib/cli/commands/try.ts';

const labRoots = [fileURLToPath(new URL('../../../labs', import.meta.url))];

async function typed(line: string) {
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
  const code = await tryLab.run(['clusterip/one-node-in-four', '-c', line], io);
  return { out, err, code };
}

const MOVE = [
  'kubectl -n kube-system get cm kube-proxy-config -o yaml | sed "s/mode: .*/mode: ipvs/" | kubectl apply -f - >/dev/null 2>&1',
  'kubectl -n kube-system rollout restart ds/kube-proxy >/dev/null',
  'kubectl -n kube-system rollout status ds/kube-proxy >/dev/null',
  'N=$(kubectl get nodes -o name | head -1 | cut -d/ -f2)',
].join('; ');

it('shows virtual servers, sets and the interface that holds their addresses; no chain of a Service is left', async () => {
  const { out } = await typed(
    `${MOVE}; ssh $N ipvsadm -Ln -t 172.20.0.1:443 | head -4 | tail -1; ssh $N ipset test KUBE-CLUSTER-IP 172.20.0.1,tcp:443 2>&1; ssh $N ip addr show kube-ipvs0 | grep -c inet; ssh $N iptables-save | grep -c KUBE-SVC`,
  );
  expect(out).toBe('TCP  172.20.0.1:443 rr\nWarning: 172.20.0.1,tcp:443 is in set KUBE-CLUSTER-IP.\n3\n0\n');
});

it('refuses an undefined port and a ping of a cluster IP, and drops an address that no Service has', async () => {
  const { out, err } = await typed(
    `${MOVE}; ssh $N curl -sS -m 3 http://172.20.0.1:81; ssh $N ping -c 1 172.20.0.1; ssh $N curl -sS -m 3 http://172.20.77.77`,
  );
  expect(err).toMatch(/^curl: \(7\) Failed to connect to 172\.20\.0\.1 port 81/);
  expect(out).toContain('icmp_seq=1 Destination Port Unreachable\n');
  expect(err).toMatch(/curl: \(28\) /);
});

it('warns in its log that the mode is deprecated', async () => {
  const { out } = await typed(`${MOVE}; kubectl -n kube-system logs ds/kube-proxy 2>/dev/null | cut -d']' -f2-`);
  expect(out).toBe(
    [
      ' "Using ipvs Proxier"',
      ' "The ipvs proxier is now deprecated and may be removed in a future release. Please use \'nftables\' instead."',
      ' "IPVS scheduler not specified, use rr by default" ipFamily="IPv4"',
      ' "IPVS scheduler not specified, use rr by default" ipFamily="IPv6"',
      '',
    ].join('\n'),
  );
});
