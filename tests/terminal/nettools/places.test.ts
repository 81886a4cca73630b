/** Tools where people use them: in debug pods, over ssh, in containers that lack them. */
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

/** What kubectl says to everybody whom it attaches. */
const BANNER = `All commands and output from this session will be recorded in container logs, including credentials and sensitive information passed through the command prompt.
If you don't see a command prompt, try pressing enter.
`;

it('a debug pod reaches the network while its words run, and is gone at once after them', async () => {
  const run = 'kubectl run tmp --rm -i --restart=Never --image=busybox:1.37 -- nslookup';
  const { out, err, code } = await typed(`${run} kubernetes.default.svc.cluster.local; ${run} nobody.default`);
  expect(out).toContain('Name:\tkubernetes.default.svc.cluster.local\nAddress: 172.20.0.1\n');
  expect(out.match(/pod "tmp" deleted from default namespace\n/g)).toHaveLength(2);
  expect(err).toBe(`${BANNER}${BANNER}pod default/tmp terminated (Error)\n`);
  expect(code).toBe(1);
});

it('ssh takes options before the host only', async () => {
  const { out } = await typed('ssh ip-10-0-1-20 iptables-save -t filter');
  expect(out).toContain('*filter\n');
  expect(out).not.toContain('*nat');
  expect((await typed('ssh -i key ip-10-0-1-20')).err).toBe('ssh: not modelled: -i\n');
});

it('a program that is not in the image is an error of the runtime, with no exit code of its own', async () => {
  const { err, code } = await typed('kubectl -n kube-system exec deploy/coredns -- nope');
  expect(err).toMatch(/^error: Internal error occurred: .*"nope": executable file not found in \$PATH: unknown\n$/);
  expect(code).toBe(1);
});

it('kube-proxy logs as klog does', async () => {
  const { out } = await typed('kubectl -n kube-system logs ds/kube-proxy 2>/dev/null');
  expect(out).toMatch(/^I\d{4} \d\d:\d\d:\d\d\.\d{6} {7}1 server_linux\.go:\d+\] "Using iptables Proxier"\n/);
});

it('the image of curl takes options as its own', async () => {
  const run = 'kubectl run tmp --rm -i --restart=Never --image=curlimages/curl:8.14.1 --';
  const { err } = await typed(`${run} -sS http://nobody.default`);
  expect(err).toBe(`${BANNER}curl: (6) Could not resolve host: nobody.default\npod default/tmp terminated (Error)\n`);
});
