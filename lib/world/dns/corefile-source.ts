/** Where a CoreDNS process finds its Corefile: the file that `-conf` names, in a mounted ConfigMap. */
import { containerKey, runningIdOf } from '../workloads/containers.ts';
import { findMountedFile } from '../workloads/mounts.ts';
import { isNodeCache } from '../workloads/node-cache-flags.ts';
import type { Process } from '../workloads/workload.ts';
import { type Corefile, parseCorefile } from './corefile.ts';
import { findNodeCacheCorefile } from './node-cache-corefile.ts';
import { runningCorefiles } from './running-corefile.ts';

/** What CoreDNS serves without a file. Models: https://coredns.io/manual/toc/#configuration */
const BUILT_IN = parseCorefile('.:53 {\n  whoami\n  log\n}\n');

/** Parsed files by the frozen value that holds their text. */
const cache = new WeakMap<object, Map<string, Corefile>>();

/** What the process serves: what it loaded last, or, as it starts, what its volume holds. */
export function corefileOf(process: Process): Corefile {
  const { cluster, pod, container } = process;
  const running = runningCorefiles(cluster).get(containerKey(pod, container.name));
  if (running && running.containerID === runningIdOf(pod, container.name)) return parsed(running, '', running.text);
  const file = findCorefile(process);
  return file ? parsed(file.configMap, `${file.key} ${file.text}`, file.text) : BUILT_IN;
}

/** The file in the ConfigMap as that stands now. */
export function findCorefile(process: Process) {
  if (isNodeCache(process.container.image ?? '')) return findNodeCacheCorefile(process);
  const at = process.argv.indexOf('-conf');
  const path = at < 0 ? '/etc/coredns/Corefile' : (process.argv[at + 1] ?? '');
  return findMountedFile(process.cluster, process.pod, process.container.name, path);
}

function parsed(holder: object, key: string, text: string): Corefile {
  const ofHolder = cache.get(holder) ?? new Map<string, Corefile>();
  cache.set(holder, ofHolder);
  const corefile = ofHolder.get(key) ?? parseCorefile(text);
  ofHolder.set(key, corefile);
  return corefile;
}
