/** The kubeconfig: a file of the terminal where there is one, else what the platform hands in. */
import { parse } from 'yaml';
import type { ToolIo } from '../../tool.ts';
import { CommandError } from '../cli/errors.ts';
import { isObject, type Json, type JsonObject, list, object, text, withValue } from '../json.ts';
import { toYaml } from '../yaml/emit.ts';

/** A context that the platform offers. */
export interface ContextOption {
  readonly name: string;
  /** The cluster's name in the world, which is also its name in the kubeconfig. */
  readonly cluster: string;
  readonly user: string;
  readonly namespace?: string;
  /** Such as `https://ABCD.gr7.us-west-2.eks.amazonaws.com`. */
  readonly server: string;
}

/** kubectl's `Config` document, as JSON. */
export function defaultConfig(contexts: readonly ContextOption[]): JsonObject {
  const clusters = [...new Map(contexts.map((context) => [context.cluster, context.server]))];
  const users = [...new Set(contexts.map((context) => context.user))];
  return {
    apiVersion: 'v1',
    clusters: clusters.map(([name, server]) => ({ cluster: { server }, name })),
    contexts: contexts.map(({ name, cluster, user, namespace }) => ({
      context: namespace ? { cluster, namespace, user } : { cluster, user },
      name,
    })),
    'current-context': contexts[0]?.name ?? '',
    kind: 'Config',
    users: users.map((name) => ({ name, user: {} })),
  };
}

type ConfigIo = Pick<ToolIo, 'env' | 'files' | 'cwd'>;

function configPath(io: ConfigIo, flag: string): string {
  const given = flag || io.env.get('KUBECONFIG')?.split(':')[0] || `${io.env.get('HOME') ?? '/root'}/.kube/config`;
  return given.startsWith('/') ? given : `${io.cwd}/${given}`;
}

export type Section = 'contexts' | 'clusters' | 'users';

const INNER: Readonly<Record<Section, string>> = { contexts: 'context', clusters: 'cluster', users: 'user' };

/** Models: clientcmdapi.NewConfig */
const EMPTY: JsonObject = {
  apiVersion: 'v1',
  clusters: null,
  contexts: null,
  'current-context': '',
  kind: 'Config',
  users: null,
};

export class Kubeconfig {
  readonly path: string;
  readonly document: JsonObject;
  readonly #io: ConfigIo;
  readonly #flag: string;

  /** `flag` is the value of `--kubeconfig`, empty when it is not given. */
  constructor(io: ConfigIo, contexts: readonly ContextOption[], flag: string) {
    this.#io = io;
    this.path = configPath(io, flag);
    const stored = io.files.read(this.path);
    this.#flag = flag;
    this.document =
      stored === undefined ? (flag === '' ? defaultConfig(contexts) : EMPTY) : readConfig(stored, this.path);
  }

  /** Before a server is asked. Throws where `--kubeconfig` names no file. */
  checkFile(): void {
    if (this.#flag !== '' && this.#io.files.read(this.path) === undefined)
      throw new CommandError(`stat ${this.#flag}: no such file or directory`);
  }

  get currentContext(): string {
    return text(this.document, 'current-context');
  }

  find(section: Section, name: string): JsonObject | undefined {
    const entry = list(this.document, section).find((one) => text(one, 'name') === name);
    return entry === undefined ? undefined : object(entry, INNER[section]);
  }

  names(section: Section): string[] {
    return list(this.document, section).map((one) => text(one, 'name'));
  }

  write(document: JsonObject): void {
    const folder = this.path.slice(0, this.path.lastIndexOf('/'));
    if (folder !== '' && this.#io.files.stat(folder) === undefined) this.#io.files.makeDirectory(folder);
    this.#io.files.write(this.path, toYaml(document));
  }

  /** Sets fields of one entry, adding it when it is new. Says whether it was there. */
  writeEntry(section: Section, name: string, fields: JsonObject): boolean {
    const entries = list(this.document, section);
    const standing = this.find(section, name);
    const entry: Json = { [INNER[section]]: { ...standing, ...fields }, name };
    const after = standing
      ? entries.map((one) => (text(one, 'name') === name ? entry : one))
      : [...entries, entry].sort((a, b) => (text(a, 'name') < text(b, 'name') ? -1 : 1));
    this.write(withValue(this.document, [section], after));
    return standing !== undefined;
  }

  /** The current context follows its name. */
  renameContext(from: string, to: string): void {
    const entries = list(this.document, 'contexts')
      .map((one) => (text(one, 'name') === from ? { ...object(one), name: to } : one))
      .sort((a, b) => (text(a, 'name') < text(b, 'name') ? -1 : 1));
    const current = this.currentContext === from ? to : this.currentContext;
    this.write(withValue(withValue(this.document, ['contexts'], entries), ['current-context'], current));
  }

  removeEntry(section: Section, name: string): void {
    const rest = list(this.document, section).filter((one) => text(one, 'name') !== name);
    this.write(withValue(this.document, [section], rest.length > 0 ? rest : null));
  }
}

function readConfig(stored: string, path: string): JsonObject {
  try {
    const value: unknown = parse(stored) ?? {};
    if (isObject(value)) return value;
  } catch {
    // Both ways of being unreadable have the same words.
  }
  throw new CommandError(`error loading config file ${JSON.stringify(path)}: yaml: could not find expected ':'`);
}
