/** `selects`: the EndpointSlices of a Service list exactly the running pods with these labels, ready or not. */
import { z } from 'zod';
import { listObjects } from '../../world/apiserver/store.ts';
import type { Cluster } from '../../world/cluster.ts';
import { describeLabels, listPods } from '../pods.ts';
import { defineCheck } from './check.ts';

export const selects = defineCheck({
  uses: 'selects',
  with: z.strictObject({
    cluster: z.string().optional(),
    namespace: z.string(),
    service: z.string(),
    pods: z.record(z.string(), z.string()),
  }),
  run({ world }, { cluster, namespace, service, pods }) {
    const wanted = listPods(world, { cluster, namespace, pods }).map((pod) => pod.metadata?.name ?? '');
    const listed = listedPods(world.cluster(cluster), namespace, service);
    const missing = wanted.filter((name) => !listed.has(name));
    const extra = [...listed].filter((name) => !wanted.includes(name));
    const right = wanted.length > 0 && missing.length === 0 && extra.length === 0;
    return {
      verdict: right ? 'passed' : 'failed',
      expected: `the EndpointSlices of ${service} list every pod with ${describeLabels(pods)} and no other`,
      actual: right ? `${wanted.length} pods, no other` : describeDifference(wanted.length, missing, extra),
      lookAt: `kubectl ${cluster ? `--context ${cluster} ` : ''}-n ${namespace} get endpointslices -l kubernetes.io/service-name=${service}`,
    };
  },
});

function listedPods(cluster: Cluster, namespace: string, service: string): Set<string> {
  const slices = listObjects(cluster, 'EndpointSlice', namespace).filter(
    (slice) => slice.metadata?.labels?.['kubernetes.io/service-name'] === service,
  );
  return new Set(
    slices
      .flatMap((slice) => slice.endpoints ?? [])
      .map((endpoint) => endpoint.targetRef?.name ?? endpoint.addresses[0] ?? ''),
  );
}

function describeDifference(wanted: number, missing: readonly string[], extra: readonly string[]): string {
  if (wanted === 0) return 'there is no such pod';
  const parts = [
    missing.length > 0 ? `${missing.length} of ${wanted} are not listed (${missing[0]})` : '',
    extra.length > 0 ? `${extra.length} others are listed (${extra[0]})` : '',
  ];
  return parts.filter(Boolean).join('; ');
}
