import { withOwnConfiguration } from '../change/last-applied.ts';
import { findInfos, forEachInfo } from '../change/modify.ts';
import { overridden } from '../change/overrides.ts';
import type { Command, Invocation } from '../cli/command.ts';
import { dryRunOf } from '../cli/dry-run.ts';
import { CommandError } from '../cli/errors.ts';
import { pathOf } from '../client/discovery.ts';
import { fetchObjects, type Info, NOTHING_GIVEN, pairInfos } from '../client/resources.ts';
import { isObject, type Json, type JsonObject, list, object, text } from '../json.ts';
import { findPrinter, resultLine } from '../output/printer.ts';

const noSelector = (why: string): CommandError =>
  new CommandError(`couldn't retrieve selectors via --selector flag or introspection: ${why}`);

const readPairs = (given: string): JsonObject =>
  Object.fromEntries(given.split(',').map((pair) => pair.split('=') as [string, string]));

/** The labels by which the Service is to find its pods. */
function selectorOf({ flags }: Invocation, info: Info): JsonObject {
  if (flags.text('selector') !== '') return readPairs(flags.text('selector'));
  const value = info.object ?? {};
  if (info.resource.kind === 'Pod') {
    const labels = object(value, 'metadata', 'labels');
    if (Object.keys(labels).length === 0) throw noSelector('the pod has no labels and cannot be exposed');
    return labels;
  }
  if (info.resource.kind === 'Service') {
    const selector = object(value, 'spec', 'selector');
    if (Object.keys(selector).length === 0) throw noSelector('the service has no pod selector set');
    return selector;
  }
  const expressions = list(value, 'spec', 'selector', 'matchExpressions').filter(isObject);
  if (expressions.length > 0) {
    const shown = expressions.map(
      (one) => `{Key:${text(one, 'key')} Operator:${text(one, 'operator')} Values:[${list(one, 'values').join(' ')}]}`,
    );
    throw noSelector(`couldn't convert expressions - "[${shown.join(' ')}]" to map-based selector format`);
  }
  return object(value, 'spec', 'selector', 'matchLabels');
}

interface Port {
  readonly port: number;
  readonly protocol: string;
}

/** Ports of `--port`, else those that the object itself has. */
function portsOf({ flags }: Invocation, info: Info): Port[] {
  const given = flags.text('port');
  const protocol = flags.text('protocol');
  if (given !== '')
    return given.split(',').map((text) => {
      if (!/^\d+$/.test(text)) throw new CommandError(`strconv.Atoi: parsing ${JSON.stringify(text)}: invalid syntax`);
      return { port: Number(text), protocol: protocol || 'TCP' };
    });
  const { kind } = info.resource;
  const containers =
    kind === 'Pod'
      ? list(info.object, 'spec', 'containers')
      : list(info.object, 'spec', 'template', 'spec', 'containers');
  const ports =
    kind === 'Service'
      ? list(info.object, 'spec', 'ports')
      : containers.flatMap((container) => list(container, 'ports'));
  if (ports.length === 0) throw new CommandError("couldn't find port via --port flag or introspection");
  return ports.map((port) => ({
    port: Number(text(port, kind === 'Service' ? 'port' : 'containerPort')),
    protocol: protocol || text(port, 'protocol') || 'TCP',
  }));
}

function servicePorts(invocation: Invocation, info: Info): Json[] {
  const ports = portsOf(invocation, info);
  const target = invocation.flags.text('target-port');
  return ports.map(({ port, protocol }, index) => ({
    ...(ports.length > 1 ? { name: `port-${index + 1}` } : {}),
    protocol,
    port,
    targetPort: target === '' ? port : /^\d+$/.test(target) ? Number(target) : target,
  }));
}

function serviceOf(invocation: Invocation, info: Info): JsonObject {
  const { flags, namespace } = invocation;
  const labels =
    flags.text('labels') === '' ? object(info.object, 'metadata', 'labels') : readPairs(flags.text('labels'));
  const optional = (key: string, flag: string) => (flags.text(flag) === '' ? {} : { [key]: flags.text(flag) });
  const externalIp = flags.text('external-ip');
  const selector = selectorOf(invocation, info);
  return {
    kind: 'Service',
    apiVersion: 'v1',
    metadata: {
      name: flags.text('name') || info.name,
      namespace,
      ...(Object.keys(labels).length > 0 ? { labels } : {}),
    },
    spec: {
      ports: servicePorts(invocation, info),
      selector,
      ...optional('clusterIP', 'cluster-ip'),
      ...optional('type', 'type'),
      ...(externalIp === '' ? {} : { externalIPs: [externalIp] }),
      ...optional('sessionAffinity', 'session-affinity'),
      ...optional('loadBalancerIP', 'load-balancer-ip'),
    },
    status: { loadBalancer: {} },
  };
}

/** The objects named; `--selector` is the Service's, not a way to find them. */
function findExposed(invocation: Invocation): { infos: readonly Info[]; errors: readonly Error[] } {
  const { args, flags } = invocation;
  if (flags.list('filename').length > 0) return findInfos(invocation, args);
  const [types, ...names] = args;
  if (types === undefined) throw new CommandError(NOTHING_GIVEN);
  if (names.length === 0 && !types.includes('/'))
    throw invocation.discovery.find(types)
      ? new CommandError('resource(s) were provided, but no name was specified')
      : new CommandError(`the server doesn't have a resource type ${JSON.stringify(types)}`);
  const words = types.includes('/') ? args : names.flatMap((name) => types.split(',').map((type) => `${type}/${name}`));
  return fetchObjects(invocation, { kind: 'objects', infos: pairInfos(invocation, words), errors: [], from: 'Names' });
}

const EXPOSABLE = ['Service', 'Pod', 'Deployment', 'ReplicaSet', 'ReplicationController'];

function run(invocation: Invocation): number {
  const { api, discovery, flags, io, namespace } = invocation;
  const { infos, errors } = findExposed(invocation);
  const dryRun = dryRunOf(flags);
  const printer = findPrinter(invocation, dryRun === 'client' ? 'Declared' : 'Sorted');
  forEachInfo(infos, errors, (info) => {
    const { kind, group } = info.resource;
    if (!EXPOSABLE.includes(kind))
      throw new CommandError(`cannot expose a ${group === '' ? kind : `${kind}.${group}`}`);
    const service = overridden(flags, serviceOf(invocation, info));
    const query = { dryRun: dryRun === 'server' ? 'All' : undefined, fieldManager: flags.text('field-manager') };
    const result =
      dryRun === 'client'
        ? service
        : {
            apiVersion: 'v1',
            kind: 'Service',
            ...api.post(
              pathOf(discovery.get('services'), namespace),
              flags.bool('save-config') ? withOwnConfiguration(service) : service,
              query,
            ),
          };
    io.out(printer ? printer(result) : resultLine(result, 'exposed', dryRun));
  });
  return 0;
}

export const exposeCommand: Command = {
  name: 'expose',
  unmodelled: ['kustomize'],
  completes: 'TypeThenNames',
  run,
};
