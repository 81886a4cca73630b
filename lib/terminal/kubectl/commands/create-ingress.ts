/** `create ingress`: hosts and paths from `--rule`. */
import type { Command, Invocation } from '../cli/command.ts';
import { CommandError } from '../cli/errors.ts';
import type { JsonObject } from '../json.ts';
import { createObject, oneName } from './create-object.ts';

/** `svcname:svcport`. */
function backendOf(text: string): JsonObject {
  const [name = '', port = ''] = text.split(':');
  return { service: { name, port: /^\d+$/.test(port) ? { number: Number(port) } : { name: port } } };
}

interface Rule {
  readonly host: string;
  readonly path: JsonObject;
  /** Undefined without TLS, empty for the controller's own certificate. */
  readonly secret: string | undefined;
}

/** Models: the regular expression of create_ingress.go */
const RULE = /^([\w*.-]*)(\/[^=]*)=([\w-]+:[\w-]+)(?:,tls(?:=([\w.-]+))?)?$/;

function ruleOf(text: string): Rule {
  const match = RULE.exec(text);
  if (!match)
    throw new CommandError(`rule ${text} is invalid and should be in format host/path=svcname:svcport[,tls[=secret]]`);
  const [, host = '', whole = '', service = '', secret] = match;
  const prefix = whole.endsWith('*');
  const path = prefix ? whole.slice(0, -1) : whole;
  const tls = text.includes(',tls') ? (secret ?? '') : undefined;
  return { host, path: { path, pathType: prefix ? 'Prefix' : 'Exact', backend: backendOf(service) }, secret: tls };
}

function rulesOf(rules: readonly Rule[]): JsonObject[] {
  const hosts = [...new Set(rules.map(({ host }) => host))];
  return hosts.map((host) => ({
    ...(host === '' ? {} : { host }),
    http: { paths: rules.filter((rule) => rule.host === host).map(({ path }) => path) },
  }));
}

function tlsOf(rules: readonly Rule[]): JsonObject[] {
  const secured = rules.filter(({ secret }) => secret !== undefined);
  const secrets = [...new Set(secured.map(({ secret }) => secret ?? ''))];
  return secrets.map((secret) => {
    const hosts = [...new Set(secured.filter((rule) => rule.secret === secret).map(({ host }) => host))];
    return { hosts, ...(secret === '' ? {} : { secretName: secret }) };
  });
}

function annotationsOf(pairs: readonly string[]): JsonObject {
  return Object.fromEntries(
    pairs.map((pair) => {
      const equals = pair.indexOf('=');
      if (equals <= 0) throw new CommandError(`annotation ${pair} is invalid and should be in format key=[value]`);
      return [pair.slice(0, equals), pair.slice(equals + 1)];
    }),
  );
}

function run(invocation: Invocation): number {
  const name = oneName(invocation);
  const { flags } = invocation;
  const given = flags.list('rule');
  const fallback = flags.text('default-backend');
  if (given.length === 0 && fallback === '')
    throw new CommandError(
      'not enough information provided: every ingress has to either specify a default-backend (which catches all traffic) or a list of rules (which catch specific paths)',
    );
  const rules = given.map(ruleOf);
  if (fallback !== '' && fallback.split(':').length !== 2)
    throw new CommandError('default-backend should be in format servicename:serviceport');
  const annotations = annotationsOf(flags.list('annotation'));
  const tls = tlsOf(rules);
  const ingress: JsonObject = {
    kind: 'Ingress',
    apiVersion: 'networking.k8s.io/v1',
    metadata: { name, ...(Object.keys(annotations).length > 0 ? { annotations } : {}) },
    spec: {
      ...(flags.text('class') === '' ? {} : { ingressClassName: flags.text('class') }),
      ...(fallback === '' ? {} : { defaultBackend: backendOf(fallback) }),
      ...(tls.length > 0 ? { tls } : {}),
      ...(rules.length > 0 ? { rules: rulesOf(rules) } : {}),
    },
    status: { loadBalancer: {} },
  };
  return createObject(invocation, ingress, 'ingress');
}

export const createIngressCommand: Command = { name: 'ingress', aliases: ['ing'], run };
