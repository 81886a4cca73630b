/** What a verb of kubectl is, and what it is given. */
import type { ToolIo } from '../../tool.ts';
import type { Api } from '../client/api.ts';
import type { Discovery } from '../client/discovery.ts';
import type { Kubeconfig } from '../config/kubeconfig.ts';
import type { FlagValues } from './flags.ts';

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

/** Resolves to the exit code; nothing means 0. */
export type Run = (invocation: Invocation) => Promise<number | undefined> | number | undefined;

export interface Command {
  readonly name: string;
  readonly aliases?: readonly string[];
  /** Flags of its help that are refused by name. */
  readonly unmodelled?: readonly string[];
  readonly commands?: readonly Command[];
  readonly completes?: ArgumentKind;
  /** Where the help of a command that needs a sub-command goes when none is given; `always`: out, and that is no failure. */
  readonly bareHelp?: 'out' | 'err' | 'always';
  /** Flags that must be given, in the order in which they are missed. */
  readonly required?: readonly string[];
  /** The exit code of a failure, where it is not 1. */
  readonly failureCode?: number;
  readonly run?: Run;
}
