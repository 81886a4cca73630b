/** Where a CoreDNS process finds its Corefile: the file that `-conf` names, in a mounted ConfigMap. */
import type { ObjectOf } from '../api/kinds.ts';
import { findMountedFile } from '../workloads/mounts.ts';
import type { Process } from '../workloads/workload.ts';
import { type Corefile, parseCorefile } from './corefile.ts';

/** What CoreDNS serves without a file. Models: https://coredns.io/manual/toc/#configuration */
const BUILT_IN = parseCorefile('.:53 {\n  whoami\n  log\n}\n');

const cache = new WeakMap<ObjectOf<'ConfigMap'>, Map<string, Corefile>>();

/**
 * Differs: an edited ConfigMap takes effect at once; really the kubelet and the `reload` plugin need up to two minutes,
 * and a Corefile that does not parse leaves a running process on the one before.
 */
export function corefileOf(process: Process): Corefile {
  const at = process.argv.indexOf('-conf');
  const path = at < 0 ? '/etc/coredns/Corefile' : (process.argv[at + 1] ?? '');
  const file = findMountedFile(process.cluster, process.pod, process.container.name, path);
  if (!file) return BUILT_IN;
  const ofMap = cache.get(file.configMap) ?? new Map<string, Corefile>();
  cache.set(file.configMap, ofMap);
  const parsed = ofMap.get(file.key) ?? parseCorefile(file.text);
  ofMap.set(file.key, parsed);
  return parsed;
}
