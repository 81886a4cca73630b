/** Between the live state of a session and the JSON it is rebuilt from. */
import { type CommandNode, parse, type StatementNode, serialize } from 'just-bash';
import { ATTRIBUTES, type EngineState } from './engine.ts';
import type { ShellState } from './state.ts';

/** Source text of a function of the table, which is a node of the line that defined it. */
export function functionText(node: unknown): string {
  const { noticed: _, sourceFile: __, ...definition } = node as Record<string, unknown>;
  const command = definition as unknown as CommandNode;
  const statement: StatementNode = {
    type: 'Statement',
    pipelines: [{ type: 'Pipeline', commands: [command], negated: false }],
    operators: [],
    background: false,
  };
  return serialize({ type: 'Script', statements: [statement] });
}

export type SavedEngine = Pick<
  ShellState,
  | 'cwd'
  | 'variables'
  | 'arrays'
  | 'attributes'
  | 'functions'
  | 'options'
  | 'directoryStack'
  | 'exitCode'
  | 'lastArg'
  | 'lastBackgroundPid'
>;

export function saveEngine(state: EngineState): SavedEngine {
  const on = (options: Record<string, boolean>) => Object.keys(options).filter((name) => options[name]);
  return {
    cwd: state.cwd,
    variables: [...state.env],
    arrays: [...state.arrays].map(([name, { kind, elements }]) => [name, { kind, elements: [...elements] }]),
    attributes: Object.fromEntries(ATTRIBUTES.map((name) => [name, [...state[name]]])),
    functions: [...state.functions].map(([name, node]) => [name, functionText(node)]),
    options: [...on(state.options), ...on(state.shoptOptions)],
    directoryStack: state.directoryStack,
    exitCode: state.lastExitCode,
    lastArg: state.lastArg,
    lastBackgroundPid: state.lastBackgroundPid,
  };
}

/** Whether `saveEngine` has everything: open descriptors live as long as the session is in memory. */
export function isSaveable({ fileDescriptors, inputFds, fdAliases, closedStandardFds }: EngineState): boolean {
  return [fileDescriptors, inputFds, fdAliases, closedStandardFds].every((open) => open.size === 0);
}

/** Puts a saved state over a fresh one. */
export function restoreEngine(
  state: EngineState,
  saved: SavedEngine,
  define: (name: string, node: object) => void,
): void {
  state.cwd = saved.cwd;
  state.env = new Map(saved.variables);
  state.previousDir = state.env.get('OLDPWD') ?? saved.cwd;
  state.arrays = new Map(
    saved.arrays.map(([name, { kind, elements }]) => [name, { kind, elements: new Map(elements) }]),
  );
  for (const attribute of ATTRIBUTES) state[attribute] = new Set(saved.attributes[attribute]);
  for (const options of [state.options, state.shoptOptions]) {
    for (const name of Object.keys(options)) options[name] = saved.options.includes(name);
  }
  state.directoryStack = [...saved.directoryStack];
  state.lastExitCode = saved.exitCode;
  state.lastArg = saved.lastArg;
  state.lastBackgroundPid = saved.lastBackgroundPid;
  state.functions = new Map();
  for (const [name, text] of saved.functions) {
    const node = parse(text).statements[0]?.pipelines[0]?.commands[0];
    if (node) define(name, node);
  }
}
