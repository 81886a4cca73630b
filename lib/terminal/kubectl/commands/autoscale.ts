/** `kubectl autoscale`: a HorizontalPodAutoscaler for what can be scaled. */
import type { Command, Invocation } from '../cli/command.ts';
import { dryRunOf, writeQuery } from '../cli/dry-run.ts';
import { CommandError, throwAll } from '../cli/errors.ts';
import { apiVersionOf, goResource, pathOf } from '../client/discovery.ts';
import { fetchObjects, type Info, selectResources } from '../client/resources.ts';
import type { JsonObject } from '../json.ts';
import { findPrinter, resultLine } from '../output/printer.ts';

/** `80%` of what is asked for, or a quantity a pod. */
function metricOf(name: string, value: string): JsonObject {
  const percent = /^(\d+)%$/.exec(value)?.[1] ?? (/^\d+$/.test(value) ? value : undefined);
  if (percent === undefined && !/^\d+(\.\d+)?[mkMGTPEinu]*$/.test(value))
    throw new CommandError(`invalid resource ${name} value: ${value}`);
  const target =
    percent === undefined
      ? { type: 'AverageValue', averageValue: value }
      : { type: 'Utilization', averageUtilization: Number(percent) };
  return { type: 'Resource', resource: { name, target } };
}

function metricsOf({ flags }: Invocation): JsonObject[] {
  const percent = flags.int('cpu-percent');
  const cpu = percent >= 0 && flags.changed('cpu-percent') ? `${percent}%` : flags.text('cpu');
  const memory = flags.text('memory');
  return [...(cpu === '' ? [] : [metricOf('cpu', cpu)]), ...(memory === '' ? [] : [metricOf('memory', memory)])];
}

function scalerOf(invocation: Invocation, info: Info, metrics: readonly JsonObject[]): JsonObject {
  const { flags } = invocation;
  const { resource, name, namespace } = info;
  if (!resource.subresources.includes('scale'))
    throw new CommandError(
      `cannot autoscale a ${resource.kind}: could not find scale subresource for ${goResource(resource)} in discovery information`,
    );
  const min = flags.int('min');
  return {
    kind: 'HorizontalPodAutoscaler',
    apiVersion: 'autoscaling/v2',
    metadata: { name: flags.text('name') || name, namespace },
    spec: {
      scaleTargetRef: { kind: resource.kind, name, apiVersion: apiVersionOf(resource) },
      ...(min > 0 ? { minReplicas: min } : {}),
      maxReplicas: flags.int('max'),
      ...(metrics.length > 0 ? { metrics } : {}),
    },
    status: { desiredReplicas: 0, currentMetrics: null },
  };
}

function checkLimits({ flags }: Invocation): void {
  const [min, max] = [flags.int('min'), flags.int('max')];
  if (max < 1) throw new CommandError(`--max=MAXPODS is required and must be at least 1, max: ${max}`);
  if (max < min)
    throw new CommandError(`--max=MAXPODS must be larger or equal to --min=MINPODS, max: ${max}, min: ${min}`);
}

function run(invocation: Invocation): number {
  const { flags, args, api, discovery, io } = invocation;
  checkLimits(invocation);
  const dryRun = dryRunOf(flags);
  const printer = findPrinter(invocation, dryRun === 'client' ? 'Declared' : 'Sorted');
  const metrics = metricsOf(invocation);
  const { infos, errors } = fetchObjects(invocation, selectResources(invocation, flags, args, { bareTypes: false }));
  throwAll(errors);
  for (const info of infos) {
    const scaler = scalerOf(invocation, info, metrics);
    const path = pathOf(discovery.get('horizontalpodautoscalers'), info.namespace);
    const value =
      dryRun === 'client' ? scaler : { ...scaler, ...api.post(path, scaler, writeQuery(flags, 'kubectl-autoscale')) };
    io.out(printer ? printer(value) : resultLine(value, 'autoscaled', dryRun));
  }
  return 0;
}

export const autoscaleCommand: Command = {
  name: 'autoscale',
  required: ['max'],
  unmodelled: ['kustomize'],
  completes: 'TypeThenNames',
  run,
};
