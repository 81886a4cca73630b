/** NodeLocal DNSCache as a person rolls it out by hand and looks at it. */
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { tryLab } from '../../../lib/cli/commands/try.ts';
import { nodeLocalDns } from '../../conformance/dns/node-local-dns.ts';

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
  const code = await tryLab.run(['clusterip/no-ready-endpoints', '-c', line], io);
  return { out, err, code };
}

const list = { apiVersion: 'v1', kind: 'List', items: nodeLocalDns() };
const ROLL_OUT = [
  `cat > nodelocaldns.json <<'EOF'\n${JSON.stringify(list)}\nEOF`,
  'kubectl apply -f nodelocaldns.json',
  'kubectl -n kube-system rollout status ds/node-local-dns',
  'sleep 5',
  'kubectl run tools --image=nicolaka/netshoot:v0.14 --command -- sleep infinity >/dev/null',
  'kubectl wait --for=condition=Ready pod/tools >/dev/null',
  "N=$(kubectl get pod tools -o jsonpath='{.spec.nodeName}')",
].join('\n');

it('is applied without a complaint, answers on both addresses and leaves no entry in connection tracking', async () => {
  const { out, err } = await typed(
    [
      ROLL_OUT,
      'kubectl exec tools -- dig +short @169.254.20.10 kubernetes.default.svc.cluster.local',
      'kubectl exec tools -- dig kubernetes.default.svc.cluster.local | grep SERVER',
      'ssh $N ip addr show nodelocaldns | grep -c inet',
      'ssh $N iptables-save -t raw | grep -c NOTRACK',
      'ssh $N ss -lnup | grep -c :53',
      'ssh $N conntrack -L -d 172.20.0.10 2>&1 | tail -1',
    ].join('\n'),
  );
  expect(err).toBe('');
  const lines = out.trimEnd().split('\n');
  expect(lines.slice(-6)).toEqual([
    '172.20.0.1',
    ';; SERVER: 172.20.0.10#53(172.20.0.10) (UDP)',
    '2',
    '16',
    '2',
    'conntrack v1.4.8 (conntrack-tools): 0 flow entries have been shown.',
  ]);
});
