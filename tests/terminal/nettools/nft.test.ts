/** A cluster whose kube-proxy is moved to nftables mode, as one would do it by hand. */
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
  'kubectl -n kube-system get cm kube-proxy-config -o yaml | sed "s/mode: .*/mode: nftables/" | kubectl apply -f - >/dev/null 2>&1',
  'kubectl -n kube-system rollout restart ds/kube-proxy >/dev/null',
  'kubectl -n kube-system rollout status ds/kube-proxy >/dev/null',
  'N=$(kubectl get nodes -o name | head -1 | cut -d/ -f2)',
].join('; ');

it('shows the table of kube-proxy, and no chains of Services in iptables', async () => {
  const { out } = await typed(
    `${MOVE}; ssh $N nft list tables; ssh $N nft list chain ip kube-proxy services; ssh $N iptables-save -t nat | grep -c KUBE-SVC`,
  );
  expect(out).toBe(
    // One of each family, whatever families the cluster has: the kernel has both.
    'table ip kube-proxy\ntable ip6 kube-proxy\n' +
      'table ip kube-proxy {\n\tchain services {\n' +
      '\t\tip daddr . meta l4proto . th dport vmap @service-ips\n' +
      '\t\tip daddr @nodeport-ips meta l4proto . th dport vmap @service-nodeports\n' +
      '\t}\n}\n0\n',
  );
});

it('rejects an undefined port of a cluster IP, drops an address that no Service has, and logs its mode', async () => {
  const pod = 'kubectl run tmp --rm -i --restart=Never --image=curlimages/curl:8.14.1 -- -sS -m 3';
  const { out, err } = await typed(
    `${MOVE}; ${pod} http://172.20.0.1:81; ${pod} http://172.20.77.77; kubectl -n kube-system logs ds/kube-proxy 2>/dev/null | grep -o "Using .* Proxier"`,
  );
  expect(err).toMatch(/curl: \(7\) Failed to connect to 172\.20\.0\.1 port 81/);
  expect(err).toMatch(/curl: \(28\) (Connection|Failed to connect)/);
  expect(out).toContain('Using nftables Proxier');
});

it('points at what is not there, as nft does', async () => {
  const { err, out } = await typed(`${MOVE}; ssh $N nft list map ip kube-proxy zzz; echo $?`);
  expect(err).toBe(`Error: No such file or directory\nlist map ip kube-proxy zzz\n${' '.repeat(23)}^^^\n`);
  expect(out).toBe('1\n');
});
