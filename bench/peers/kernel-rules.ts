/** The real tools that load kube-proxy's rules into a kernel, in a network namespace of their own. */
import { spawnSync } from 'node:child_process';

/** Why they cannot run here; undefined when they can. */
export function whyNoKernelRules(): string | undefined {
  const { status } = spawnSync('unshare', ['-n', 'iptables-restore', '--version']);
  if (status !== 0) return 'no iptables-restore in a network namespace (Linux, root, Debian: iptables, util-linux)';
  return spawnSync('unshare', ['-n', 'nft', '--version']).status === 0 ? undefined : 'no nft (Debian: nftables)';
}

/** Milliseconds that `iptables-restore` takes with this text. Throws its words when it refuses a rule. */
export function restoreIptablesMs(text: string): number {
  return loadMs(['iptables-restore', '-w'], text);
}

/** The same of `nft -f -`. */
export function loadNftMs(text: string): number {
  return loadMs(['nft', '-f', '-'], text);
}

function loadMs(command: readonly string[], input: string): number {
  const before = performance.now();
  const { status, stderr } = spawnSync('unshare', ['-n', ...command], { input, maxBuffer: 1 << 26 });
  const took = performance.now() - before;
  if (status !== 0) throw new Error(`${command[0]} refused the rules: ${stderr.toString().slice(0, 500)}`);
  return took;
}
