/** What a pod has before its containers: volumes, a network namespace, an address. */
import { DURATIONS } from '../../sim/durations.ts';
import { internalAddresses, leaseAddresses } from './addresses.ts';
import { podEvent } from './events.ts';
import type { PodSync } from './memory.ts';
import { findMissingMount } from './references.ts';

/** Volumes first: with a growing pause between tries. Models: https://github.com/kubernetes/kubernetes/tree/v1.35.0/pkg/kubelet/volumemanager */
export function isMounted(sync: PodSync): boolean {
  const { mounts } = sync.memory;
  if (mounts.ready) return true;
  if (mounts.retryMs !== undefined && mounts.retryMs > sync.now) return false;
  const missing = findMissingMount(sync.pod, sync.context.client);
  if (!missing) {
    sync.memory = { ...sync.memory, mounts: { ready: true, failures: mounts.failures } };
    return true;
  }
  const message = `MountVolume.SetUp failed for volume "${missing.volume}" : ${missing.because}`;
  podEvent(sync, { type: 'Warning', reason: 'FailedMount', message });
  const delay = Math.min(DURATIONS.mountRetryMs * 2 ** mounts.failures, DURATIONS.maxMountRetryMs);
  const failures = mounts.failures + 1;
  sync.memory = { ...sync.memory, mounts: { ready: false, failures, retryMs: sync.now + delay } };
  return false;
}

/** Then a network namespace with an address. */
export function isSandboxReady(sync: PodSync): boolean {
  const { sandbox } = sync.memory;
  if (sandbox) return sandbox.readyAtMs <= sync.now;
  const [address, second] = addressesFor(sync) ?? [];
  if (address === undefined) return false;
  const readyAtMs = sync.now + DURATIONS.sandboxMs;
  sync.memory = { ...sync.memory, sandbox: { address, ...(second === undefined ? {} : { second }), readyAtMs } };
  return false;
}

function addressesFor(sync: PodSync): readonly string[] | undefined {
  const { pod, node, context } = sync;
  if (pod.spec.hostNetwork) return internalAddresses(node);
  const addresses = leaseAddresses(context.cluster, node, context.client.list('Node'), pod.metadata.uid ?? '');
  if (addresses !== undefined) return addresses;
  const id = `${pod.metadata.uid?.replaceAll('-', '')}`;
  const because =
    'plugin type="aws-cni" name="aws-cni" failed (add): add cmd: failed to assign an IP address to container';
  podEvent(sync, {
    type: 'Warning',
    reason: 'FailedCreatePodSandBox',
    message: `Failed to create pod sandbox: rpc error: code = Unknown desc = failed to setup network for sandbox "${id}${id}": ${because}`,
  });
  const { mounts } = sync.memory;
  sync.memory = {
    ...sync.memory,
    mounts: { ...mounts, ready: false, retryMs: sync.now + DURATIONS.configErrorRetryMs },
  };
  return undefined;
}
