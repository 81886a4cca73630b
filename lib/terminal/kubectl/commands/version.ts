/** `version` and `cluster-info`. */
import type { Command, Invocation } from '../cli/command.ts';
import { CommandError } from '../cli/errors.ts';
import { type JsonObject, text } from '../json.ts';
import { toJson } from '../output/json.ts';
import { toYaml } from '../yaml/emit.ts';

/** The kubectl that is modelled. */
const CLIENT: JsonObject = {
  major: '1',
  minor: '35',
  gitVersion: 'v1.35.2',
  gitCommit: 'fdc9d74cbf2da6754ebf81d56f80ae2948cd6425',
  gitTreeState: 'clean',
  buildDate: '2026-02-26T20:05:34Z',
  goVersion: 'go1.25.7',
  compiler: 'gc',
  platform: 'linux/amd64',
};

/** The fields of Go's version.Info in their order. */
const FIELDS = [
  'major',
  'minor',
  'emulationMajor',
  'emulationMinor',
  'minCompatibilityMajor',
  'minCompatibilityMinor',
  'gitVersion',
  'gitCommit',
  'gitTreeState',
  'buildDate',
  'goVersion',
  'compiler',
  'platform',
];

const inOrder = (info: JsonObject): JsonObject =>
  Object.fromEntries(FIELDS.filter((field) => info[field] !== undefined).map((field) => [field, info[field]]));

const KUSTOMIZE = 'v5.7.1';

function runVersion({ api, args, flags, io }: Invocation): number {
  if (args.length > 0) throw new CommandError(`extra arguments: [${args.join(' ')}]`);
  const output = flags.text('output');
  if (output !== '' && output !== 'json' && output !== 'yaml')
    throw new CommandError("--output must be 'yaml' or 'json'");
  const server = flags.bool('client') ? undefined : inOrder(api.object('/version'));
  const whole = { clientVersion: CLIENT, kustomizeVersion: KUSTOMIZE, ...(server ? { serverVersion: server } : {}) };
  if (output === 'json') io.out(`${toJson(whole, '  ', 'Declared')}\n`);
  else if (output === 'yaml') io.out(`${toYaml(whole)}\n`);
  else {
    const lines = [`Client Version: ${text(CLIENT, 'gitVersion')}`, `Kustomize Version: ${KUSTOMIZE}`];
    if (server) lines.push(`Server Version: ${text(server, 'gitVersion')}`);
    io.out(`${lines.join('\n')}\n`);
  }
  return 0;
}

export const versionCommand: Command = {
  name: 'version',
  run: runVersion,
};

function runClusterInfo({ api, config, flags, io, namespace, namespaceGiven }: Invocation): number {
  const context = flags.text('context') || config.currentContext;
  const server = text(config.find('clusters', text(config.find('contexts', context), 'cluster')), 'server');
  const services = api.get(`/api/v1/namespaces/${namespaceGiven ? namespace : 'kube-system'}/services`, {
    labelSelector: 'kubernetes.io/cluster-service=true',
  });
  const lines = [`Kubernetes control plane is running at ${server}`];
  for (const service of Array.isArray((services as JsonObject).items)
    ? ((services as JsonObject).items as JsonObject[])
    : []) {
    const name = text(service, 'metadata', 'labels', 'kubernetes.io/name') || text(service, 'metadata', 'name');
    const port = text(service, 'spec', 'ports', 0, 'name');
    const subject = `${text(service, 'metadata', 'name')}${port === '' ? '' : `:${port}`}`;
    lines.push(`${name} is running at ${server}/api/v1/namespaces/kube-system/services/${subject}/proxy`);
  }
  io.out(`${lines.join('\n')}\n\nTo further debug and diagnose cluster problems, use 'kubectl cluster-info dump'.\n`);
  return 0;
}

export const clusterInfoCommand: Command = {
  name: 'cluster-info',
  run: runClusterInfo,
};
