/**
 * The race of two questions for one entry of connection tracking: A and AAAA leave one socket at once, a Service's rules send them to different
 * servers, and the kernel that finds the flow already there drops the second. Its sender waits for nothing until it asks again.
 *
 * Models: https://github.com/kubernetes/kubernetes/issues/56903, https://man7.org/linux/man-pages/man5/resolv.conf.5.html (single-request,
 * single-request-reopen, use-vc). From Linux 5.7 on both entries are let in: https://github.com/torvalds/linux/commit/6a757c07e51f80ac34325fcd558490d2d1439e1b
 * Differs: a model of chance, not of load. One pair in a hundred is that close together, on however many processors; it is lost when the two
 * were given different servers; a look-up loses one pair at most. `conntrack -S` is not there to count them.
 */
import type { Network } from '../dataplane/network.ts';
import { topologyOf } from '../dataplane/topology.ts';
import type { Place, Trace } from '../dataplane/trace.ts';
import { parseImage } from '../workloads/image-name.ts';
import { optionOf, type ResolvConf } from './resolv-conf.ts';

/** Models: https://github.com/Quentin-M/weave-tc/issues/3 (counted in percent of look-ups), under load. */
const CLOSE = 0.01;
const FIXED_IN = [5, 7] as const;
const AVOIDING = ['single-request', 'single-request-reopen', 'use-vc'];
const MUSL = /(^|\/)(alpine|netshoot|curl)$/;

/** The chance that one of both questions is lost on the way along `trace`. */
export function raceLoss(net: Network, from: Place, trace: Trace, conf: ResolvConf): number {
  const sender = trace.steps.find(({ stage }) => stage === 'ServiceDNAT' || stage === 'VirtualServer');
  const isTranslated = sender !== undefined && sender.node === trace.steps[0]?.node;
  if (!isTranslated || !isOldKernel(net, sender.node)) return 0;
  if (!isMusl(net, from) && conf.options.some((option) => AVOIDING.includes(option))) return 0;
  const same = trace.candidates.reduce((sum, { probability }) => sum + probability ** 2, 0);
  return CLOSE * Math.max(0, 1 - same);
}

/** How long it waits before it asks again, ms: glibc its whole time-out, musl as long as that lasts for one attempt. */
export function retryAfterMs(net: Network, from: Place, conf: ResolvConf): number {
  const timeoutMs = optionOf(conf, 'timeout') * 1000;
  return isMusl(net, from) ? timeoutMs / optionOf(conf, 'attempts') : timeoutMs;
}

function isOldKernel({ cluster }: Network, node: string): boolean {
  const text = topologyOf(cluster).nodeByName.get(node)?.node?.status.nodeInfo?.kernelVersion ?? '';
  const [, major, minor] = /^(\d+)\.(\d+)/.exec(text) ?? [];
  if (major === undefined) return false;
  return Number(major) < FIXED_IN[0] || (Number(major) === FIXED_IN[0] && Number(minor) < FIXED_IN[1]);
}

/** musl knows none of those options. */
function isMusl({ cluster }: Network, from: Place): boolean {
  if (!('pod' in from)) return false;
  const pod = topologyOf(cluster).podByName.get(`${from.pod.namespace}/${from.pod.name}`);
  const { name, tag } = parseImage(pod?.spec.containers[0]?.image ?? '');
  return MUSL.test(name) || tag.includes('alpine') || tag === 'musl';
}
