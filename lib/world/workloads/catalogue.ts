/** Every image that runs here. One that is not in this list cannot be pulled. */
import { agnhost } from './agnhost.ts';
import { awsNode } from './aws-node.ts';
import { caller } from './caller.ts';
import { coredns } from './coredns.ts';
import { httpEcho } from './http-echo.ts';
import { isPublishedTag, parseImage } from './image-name.ts';
import { kubeProxy } from './kube-proxy.ts';
import { lookups } from './lookups.ts';
import { nginx } from './nginx.ts';
import { nodeCache } from './node-cache.ts';
import { pause } from './pause.ts';
import { postgres } from './postgres.ts';
import { python } from './python.ts';
import { redis } from './redis.ts';
import { seen } from './seen.ts';
import { shell } from './shell.ts';
import type { Workload } from './workload.ts';

const WORKLOADS: readonly Workload[] = [
  agnhost,
  awsNode,
  caller,
  coredns,
  httpEcho,
  kubeProxy,
  lookups,
  nginx,
  nodeCache,
  pause,
  postgres,
  python,
  redis,
  seen,
  shell,
];

const byName: ReadonlyMap<string, Workload> = new Map(
  WORKLOADS.flatMap((workload) => workload.images.map((name) => [name, workload] as const)),
);

/** EKS pulls its own images from a registry of its account and region: only the repository matters. */
function repositoryOf(name: string): string {
  return name.replace(/^\d{12}\.dkr\.ecr\.[a-z0-9-]+\.amazonaws\.com\//, '');
}

/** The workload of an image; undefined: such an image cannot be pulled (`ErrImagePull`). */
export function findWorkload(image: string): Workload | undefined {
  const { name, tag } = parseImage(image);
  return isPublishedTag(tag) ? byName.get(repositoryOf(name)) : undefined;
}
