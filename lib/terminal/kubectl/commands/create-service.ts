import type { Command, Invocation } from '../cli/command.ts';
import { CommandError } from '../cli/errors.ts';
import type { JsonObject } from '../json.ts';
import { createObject, oneName } from './create-object.ts';

type ServiceType = 'ClusterIP' | 'NodePort' | 'ExternalName' | 'LoadBalancer';

function portNumber(text: string): number {
  if (!/^\d+$/.test(text)) throw new CommandError(`strconv.ParseUint: parsing ${JSON.stringify(text)}: invalid syntax`);
  const port = Number(text);
  if (port > 65535) throw new CommandError(`strconv.ParseUint: parsing ${JSON.stringify(text)}: value out of range`);
  return port;
}

/** `80:8080`, `80:http`, `443`. */
function portOf(pair: string, nodePort: number): JsonObject {
  const [first = '', second] = pair.split(':');
  const target = second === undefined ? portNumber(first) : /^\d+$/.test(second) ? portNumber(second) : second;
  return {
    name: pair.replaceAll(':', '-'),
    protocol: 'TCP',
    port: portNumber(first),
    targetPort: target,
    ...(nodePort > 0 ? { nodePort } : {}),
  };
}

function specOf({ flags }: Invocation, type: ServiceType, name: string): JsonObject {
  const pairs = flags.list('tcp');
  const headless = flags.text('clusterip') === 'None';
  if (pairs.length === 0 && !headless && type !== 'ExternalName')
    throw new CommandError('at least one tcp port specifier must be provided');
  const ports = pairs.map((pair) => portOf(pair, type === 'NodePort' ? flags.int('node-port') : 0));
  return {
    ...(ports.length > 0 ? { ports } : {}),
    selector: { app: name },
    ...(flags.text('clusterip') ? { clusterIP: flags.text('clusterip') } : {}),
    type,
    ...(type === 'ExternalName' ? { externalName: flags.text('external-name') } : {}),
  };
}

function generator(type: ServiceType): Command {
  const run = (invocation: Invocation): number => {
    const name = oneName(invocation);
    const service = {
      kind: 'Service',
      apiVersion: 'v1',
      metadata: { name, labels: { app: name } },
      spec: specOf(invocation, type, name),
      status: { loadBalancer: {} },
    };
    return createObject(invocation, service, `${type} service`);
  };
  const required = type === 'ExternalName' ? ['external-name'] : [];
  return { name: type.toLowerCase(), required, run };
}

export const createServiceCommand: Command = {
  name: 'service',
  aliases: ['svc'],
  commands: [generator('ClusterIP'), generator('ExternalName'), generator('LoadBalancer'), generator('NodePort')],
};
