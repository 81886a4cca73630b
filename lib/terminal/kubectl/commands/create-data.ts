/** `create configmap` and `create secret generic`: keys from literals, files and env files. */

import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { Command, Invocation } from '../cli/command.ts';
import { CommandError } from '../cli/errors.ts';
import { absolutePath } from '../client/manifests.ts';
import type { JsonObject } from '../json.ts';
import { toBase64 } from '../output/base64.ts';
import { compactJson } from '../output/json.ts';
import { createObject, oneName } from './create-object.ts';

type DataKind = 'ConfigMap' | 'Secret';

class Data {
  readonly values = new Map<string, string>();
  readonly #kind: DataKind;
  readonly #name: string;

  constructor(kind: DataKind, name: string) {
    this.#kind = kind;
    this.#name = name;
  }

  add(key: string, value: string): void {
    if (!/^[-._a-zA-Z0-9]+$/.test(key))
      throw new CommandError(
        `${JSON.stringify(key)} is not a valid key name for a ${this.#kind}: a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')`,
      );
    if (this.values.has(key))
      throw new CommandError(
        this.#kind === 'ConfigMap'
          ? `cannot add key ${JSON.stringify(key)}, another key by that name already exists in Data for ConfigMap ${JSON.stringify(this.#name)}`
          : `cannot add key ${key}, another key by that name already exists`,
      );
    this.values.set(key, value);
  }
}

function addLiterals(data: Data, literals: readonly string[]): void {
  for (const literal of literals) {
    const equals = literal.indexOf('=');
    if (equals <= 0) throw new CommandError(`invalid literal source ${literal}, expected key=value`);
    const value = literal.slice(equals + 1);
    const quoted = /^(['"])(.*)\1$/s.exec(value);
    data.add(literal.slice(0, equals), quoted && value.length > 1 ? (quoted[2] ?? '') : value);
  }
}

function addFiles({ io }: Invocation, data: Data, sources: readonly string[]): void {
  for (const source of sources) {
    const equals = source.indexOf('=');
    const path = equals < 0 ? source : source.slice(equals + 1);
    const stat = io.files.stat(absolutePath(io, path));
    if (!stat) throw new CommandError(`error reading ${path}: no such file or directory`);
    if (stat.kind === 'file') {
      const key = equals < 0 ? (path.split('/').at(-1) ?? '') : source.slice(0, equals);
      data.add(key, io.files.read(absolutePath(io, path)) ?? '');
      continue;
    }
    if (equals >= 0) throw new CommandError('cannot give a key name for a directory path');
    for (const name of io.files.list(absolutePath(io, path)) ?? []) {
      const content = io.files.read(absolutePath(io, `${path}/${name}`));
      if (content !== undefined) data.add(name, content);
    }
  }
}

function addEnvFiles({ io }: Invocation, data: Data, paths: readonly string[]): void {
  for (const path of paths) {
    const content = io.files.read(absolutePath(io, path));
    if (content === undefined) throw new CommandError(`error reading ${path}: no such file or directory`);
    for (const line of content.split('\n')) {
      const trimmed = line.trimStart();
      if (trimmed === '' || trimmed.startsWith('#')) continue;
      const equals = trimmed.indexOf('=');
      data.add(
        equals < 0 ? trimmed : trimmed.slice(0, equals),
        equals < 0 ? (io.env.get(trimmed) ?? '') : trimmed.slice(equals + 1),
      );
    }
  }
}

function collect(invocation: Invocation, kind: DataKind, name: string): Map<string, string> {
  const { flags } = invocation;
  const [envFiles, files, literals] = [
    flags.list('from-env-file'),
    flags.list('from-file'),
    flags.list('from-literal'),
  ];
  if (envFiles.length > 0 && files.length + literals.length > 0)
    throw new CommandError('from-env-file cannot be combined with from-file or from-literal');
  const data = new Data(kind, name);
  addFiles(invocation, data, files);
  addLiterals(data, literals);
  addEnvFiles(invocation, data, envFiles);
  return data.values;
}

function runConfigMap(invocation: Invocation): number {
  const name = oneName(invocation);
  const values = collect(invocation, 'ConfigMap', name);
  const data: { data?: JsonObject } = values.size > 0 ? { data: Object.fromEntries([...values].sort()) } : {};
  const hashed = nameWithHash(invocation, name, { kind: 'ConfigMap', data: data.data ?? {}, name });
  const map = { kind: 'ConfigMap', apiVersion: 'v1', metadata: { name: hashed }, ...data };
  return createObject(invocation, map, 'configmap');
}

/** Models: k8s.io/kubectl/pkg/util/hash */
function nameWithHash({ flags }: Invocation, name: string, hashed: JsonObject): string {
  if (!flags.bool('append-hash')) return name;
  const digest = bytesToHex(sha256(utf8ToBytes(compactJson(hashed)))).slice(0, 10);
  const letters: Readonly<Record<string, string>> = { '0': 'g', '1': 'h', '3': 'k', a: 'm', e: 't' };
  return `${name}-${[...digest].map((char) => letters[char] ?? char).join('')}`;
}

function createSecret(invocation: Invocation, name: string, data: { data?: JsonObject }, type: string): number {
  const hashed = nameWithHash(invocation, name, { kind: 'Secret', type, name, data: data.data ?? {} });
  const secret = { kind: 'Secret', apiVersion: 'v1', metadata: { name: hashed }, ...data, ...(type ? { type } : {}) };
  return createObject(invocation, secret, 'secret');
}

function runRegistrySecret(invocation: Invocation): number {
  const name = oneName(invocation);
  const { flags } = invocation;
  const [server, username, password] = ['docker-server', 'docker-username', 'docker-password'].map((flag) =>
    flags.text(flag),
  );
  const files = flags.list('from-file');
  if (files.length === 0 && (!server || !username || !password))
    throw new CommandError(
      'either --from-file or the combination of --docker-username, --docker-password and --docker-server is required',
    );
  const type = 'kubernetes.io/dockerconfigjson';
  if (files.length > 0) {
    const data = new Data('Secret', name);
    addFiles(invocation, data, files);
    const values = [...data.values].map(([key, value]) => [key, toBase64(value)]);
    return createSecret(invocation, name, { data: Object.fromEntries(values) as JsonObject }, type);
  }
  const email = flags.text('docker-email');
  const auth = toBase64(`${username}:${password}`);
  const entry = { username: username ?? '', password: password ?? '', ...(email ? { email } : {}), auth };
  const config = compactJson({ auths: { [server ?? '']: entry } }, 'Declared');
  return createSecret(invocation, name, { data: { '.dockerconfigjson': toBase64(config) } }, type);
}

function readPem({ io }: Invocation, path: string): string {
  const content = io.files.read(absolutePath(io, path));
  if (content === undefined)
    throw new CommandError(`Cannot read file ${path}, open ${path}: no such file or directory`);
  return content;
}

/** Differs: whether key and certificate belong together is not looked at. */
function runTlsSecret(invocation: Invocation): number {
  const name = oneName(invocation);
  const { flags } = invocation;
  if (flags.text('key') === '' || flags.text('cert') === '') throw new CommandError('key and cert must be specified');
  const cert = readPem(invocation, flags.text('cert'));
  const key = readPem(invocation, flags.text('key'));
  if (!cert.includes('-----BEGIN')) throw new CommandError('tls: failed to find any PEM data in certificate input');
  if (!key.includes('-----BEGIN')) throw new CommandError('tls: failed to find any PEM data in key input');
  const data = { 'tls.crt': toBase64(cert), 'tls.key': toBase64(key) };
  return createSecret(invocation, name, { data }, 'kubernetes.io/tls');
}

function runSecret(invocation: Invocation): number {
  const name = oneName(invocation);
  const values = [...collect(invocation, 'Secret', name)].map(([key, value]) => [key, toBase64(value)]);
  const data: { data?: JsonObject } = values.length > 0 ? { data: Object.fromEntries(values.sort()) } : {};
  const type = invocation.flags.text('type');
  return createSecret(invocation, name, data, type);
}

export const createConfigMapCommand: Command = {
  name: 'configmap',
  aliases: ['cm'],
  run: runConfigMap,
};

export const createSecretCommand: Command = {
  name: 'secret',
  commands: [
    { name: 'docker-registry', run: runRegistrySecret },
    { name: 'generic', run: runSecret },
    { name: 'tls', run: runTlsSecret },
  ],
};
