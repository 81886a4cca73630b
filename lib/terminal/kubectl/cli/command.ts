/** What a verb of kubectl is, and what it is given. */
import type { ToolIo } from '../../tool.ts';
import type { Api } from '../client/api.ts';
import type { Discovery } from '../client/discovery.ts';
import type { Kubeconfig } from '../config/kubeconfig.ts';
import type { Flag, FlagValues } from './flags.ts';

/** One line's connection: which cluster, which namespace, and the streams. */
export interface Session {
  readonly io: ToolIo;
  readonly api: Api;
  readonly discovery: Discovery;
  readonly config: Kubeconfig;
  /** The cluster's name in the world. Throws where the kubeconfig names none. */
  readonly clusterName: () => string;
  readonly namespace: string;
  /** True when `-n` was given; an object of another namespace is then refused. */
  readonly namespaceGiven: boolean;
}

export interface Invocation extends Session {
  readonly flags: FlagValues;
  readonly args: readonly string[];
  /** How many of `args` stood before `--`; -1 without one. */
  readonly beforeDash: number;
  /** `kubectl create service clusterip`. */
  readonly path: string;
}

/** What the arguments of a command are, for completion. */
export type ArgumentKind = 'TypeThenNames' | 'Pods' | 'Nodes' | 'Contexts' | 'Nothing';

export interface Command {
  readonly name: string;
  readonly aliases?: readonly string[];
  /** One sentence, as the help prints it. */
  readonly short: string;
  /** The usage line without `[options]`. */
  readonly usage: string;
  readonly flags?: readonly Flag[];
  readonly commands?: readonly Command[];
  readonly completes?: ArgumentKind;
  /** Where the help of a command that needs a sub-command goes when none is given. */
  readonly bareHelp?: 'out' | 'err';
  /** Flags that must be given, in the order in which they are missed. */
  readonly required?: readonly string[];
  /** The exit code; nothing means 0. */
  run?(invocation: Invocation): Promise<number | undefined> | number | undefined;
}
