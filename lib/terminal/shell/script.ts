/**
 * What the session changes in a parsed line before just-bash runs it:
 * - a tool whose streams lead to the terminal gets a mark as first argument, so that it can print as it goes;
 * - in a line with several commands, other commands whose output is the terminal write to a device, so that the texts
 *   come in order and at once;
 * - `read` from the terminal reads a device, which waits for the person;
 * - `$RANDOM`, `$SECONDS` and the clock's variables come from the session and not from the host;
 * - function definitions are noticed when they are carried out.
 */
import {
  type CommandNode,
  type PipelineNode,
  parse,
  type ScriptNode,
  type SimpleCommandNode,
  type StatementNode,
  type WordNode,
} from 'just-bash';
import { type FunctionCall, type FunctionDef, liveFunctions } from './live-functions.ts';
import { follows } from './pipeline.ts';
import { appendTo, bodiesOf, literalOf, markOf, markWrite, redirected, type Streams } from './streams.ts';
import { visit } from './visit.ts';

type Redirection = SimpleCommandNode['redirections'][number];

export interface Preparation {
  /** Whether a word stands for one of our commands, perhaps through an alias. */
  isTool(name: string): boolean;
  /** The words of a command of ours after aliases. */
  toolWords(words: readonly string[]): readonly string[] | undefined;
  /** The function, which wins over a command, of that name. */
  findFunction(name: string): FunctionDef | undefined;
  /** The words of a command that runs a pipeline which follows the world. */
  onFollowing(pipeline: PipelineNode): readonly string[];
  /** Commands that just-bash would answer itself, by the names under which ours are registered. */
  readonly renamed: ReadonlyMap<string, string>;
  onFunction(node: FunctionDef): void;
  /** Value of a variable that the host would otherwise answer; undefined for all others. */
  dynamic(name: string): string | undefined;
  /** Devices by what they are for. */
  readonly devices: { readonly output: string; readonly errors: string; readonly line: string };
  readonly input: 'terminal' | 'elsewhere';
}

const NO_FUNCTIONS: ReadonlyMap<string, FunctionDef> = new Map();
const LOOPS = new Set(['For', 'CStyleFor', 'While', 'Until']);
const DYNAMIC = /RANDOM|SECONDS|EPOCH/;
/** They leave the command they stand in, or change where the shell itself writes. */
const UNREDIRECTED = new Set([
  'exec',
  'exit',
  'return',
  'break',
  'continue',
  ':',
  'true',
  'false',
  'logout',
  'local',
  'shift',
]);

/** Gives the functions that print as they go in this run, by name. */
export function prepare(script: ScriptNode, text: string, preparation: Preparation): ReadonlyMap<string, FunctionDef> {
  if (DYNAMIC.test(text)) replaceDynamic(script, preparation);
  const { statements } = script;
  const several = statements.length > 1 || (statements[0]?.pipelines.length ?? 0) > 1;
  const compound = statements[0]?.pipelines.some(({ commands }) =>
    commands.some(({ type }) => type !== 'SimpleCommand'),
  );
  const inject = !several && !compound ? 'nowhere' : callsTool(script, preparation) ? 'everywhere' : 'in the list';
  const walk = new Walk(preparation, inject);
  walk.statements(statements, { input: preparation.input, output: 'terminal', errors: 'terminal' });
  if (walk.calls.length === 0) return NO_FUNCTIONS;
  return liveFunctions(script, walk.calls, {
    ...preparation,
    mark(body, streams) {
      const inside = new Walk(preparation, 'everywhere');
      inside.body(body, streams);
      return inside.calls;
    },
  });
}

/** Function definitions of a text by name, for those that a run defined without their node being seen. */
export function findFunctions(text: string): Map<string, FunctionDef> {
  const found = new Map<string, FunctionDef>();
  visit(parse(text), (node) => {
    if (node.type === 'FunctionDef') found.set(String(node.name), node as unknown as FunctionDef);
  });
  return found;
}

/** Whether a script calls one of these names outright. */
export function callsAny(script: ScriptNode, names: ReadonlySet<string>): boolean {
  let found = false;
  visit(script, (node) => {
    if (node.type !== 'SimpleCommand') return;
    const name = literalOf((node as unknown as SimpleCommandNode).name);
    if (name !== undefined && names.has(name)) found = true;
  });
  return found;
}

function callsTool(script: ScriptNode, preparation: Preparation): boolean {
  let found = false;
  visit(script, (node) => {
    if (node.type !== 'SimpleCommand') return;
    const name = literalOf((node as unknown as SimpleCommandNode).name);
    if (name !== undefined && (preparation.isTool(name) || preparation.findFunction(name))) found = true;
  });
  return found;
}

/**
 * Tells when a definition in or below a node is carried out: just-bash spreads the definition into its table, which
 * reads this property.
 */
export function noticeDefinitions(node: unknown, onFunction: (node: FunctionDef) => void): void {
  const definitions: FunctionDef[] = [];
  visit(node, (one) => {
    if (one.type === 'FunctionDef') definitions.push(one as unknown as FunctionDef);
  });
  for (const definition of definitions) {
    const copy = { ...definition };
    Object.defineProperty(definition, 'noticed', {
      enumerable: true,
      configurable: true,
      get: () => void onFunction(copy),
    });
  }
}

/** For texts that just-bash runs by itself (`bash file`, `sh -c`). */
export function prepareNested(script: ScriptNode, text: string, preparation: Pick<Preparation, 'dynamic'>): void {
  if (DYNAMIC.test(text)) replaceDynamic(script, preparation);
}

/** A node whose value is asked for anew each time it is expanded. */
function replaceDynamic(script: ScriptNode, { dynamic }: Pick<Preparation, 'dynamic'>): void {
  visit(script, (node) => {
    const name =
      node.type === 'ParameterExpansion' ? node.parameter : node.type === 'ArithVariable' ? node.name : undefined;
    if (typeof name !== 'string' || dynamic(name) === undefined) return;
    if (node.type === 'ParameterExpansion' && node.operation) return;
    const number = node.type === 'ArithVariable';
    node.type = number ? 'ArithNumber' : 'Literal';
    Object.defineProperty(node, 'value', {
      enumerable: true,
      get: () => (number ? Number(dynamic(name)) : dynamic(name)),
    });
  });
}

const wordOf = (text: string): WordNode => ({ type: 'Word', parts: [{ type: 'Literal', value: text }] });

const commandOf = (name: string, args: readonly string[]): SimpleCommandNode => ({
  type: 'SimpleCommand',
  assignments: [],
  name: wordOf(name),
  args: args.map(wordOf),
  redirections: [],
});

/** Which commands besides tools print at once; loops without a tool in them are quick and print when they end. */
type Injection = 'nowhere' | 'in the list' | 'everywhere';

class Walk {
  readonly #preparation: Preparation;
  readonly #inject: Injection;
  readonly calls: FunctionCall[] = [];
  #loops = 0;

  constructor(preparation: Preparation, inject: Injection) {
    this.#preparation = preparation;
    this.#inject = inject;
  }

  statements(statements: readonly StatementNode[], streams: Streams, scope: 'shell' | 'subshell' = 'shell'): void {
    for (const statement of statements) {
      for (const pipeline of statement.pipelines) this.#pipeline(pipeline, streams, scope);
    }
  }

  /** The body of a function that is called with these streams. */
  body(command: CommandNode, streams: Streams): void {
    this.#command(command, streams, 'shell');
  }

  #pipeline(pipeline: PipelineNode, streams: Streams, scope: 'shell' | 'subshell'): void {
    // just-bash would measure with the host's clock.
    pipeline.timed = false;
    if (this.#inject === 'everywhere' && streams.output === 'terminal' && this.#isFollowing(pipeline)) {
      const [name = '', ...args] = this.#preparation.onFollowing({ ...pipeline, negated: false });
      pipeline.commands = [commandOf(name, [...args])];
    }
    const last = pipeline.commands.length - 1;
    for (const [index, command] of pipeline.commands.entries()) {
      const place: Streams = {
        input: index === 0 ? streams.input : 'elsewhere',
        output: index === last ? streams.output : 'elsewhere',
        errors: pipeline.pipeStderr?.[index] ? 'elsewhere' : streams.errors,
      };
      this.#command(command, place, last > 0 ? 'subshell' : scope);
    }
  }

  /** Whether a tool that follows the world feeds other commands: just-bash would hand on its text when it ends. */
  #isFollowing({ commands }: PipelineNode): boolean {
    const [first, ...rest] = commands;
    if (rest.length === 0 || first?.type !== 'SimpleCommand') return false;
    if (first.assignments.length + first.redirections.length > 0) return false;
    const name = literalOf(first.name);
    if (name === undefined || this.#preparation.findFunction(name)) return false;
    const words = this.#preparation.toolWords([name, ...first.args.map((arg) => literalOf(arg) ?? '')]);
    return words !== undefined && follows(words[0] as string, words.slice(1));
  }

  #command(command: CommandNode, outer: Streams, scope: 'shell' | 'subshell'): void {
    if (command.type === 'FunctionDef') {
      if (scope === 'shell') noticeDefinitions(command, this.#preparation.onFunction);
      return;
    }
    const streams = redirected(outer, command.redirections);
    for (const redirection of command.redirections) markWrite(redirection);
    if (command.type === 'SimpleCommand') {
      this.#simple(command, outer, streams);
      return;
    }
    const loop = LOOPS.has(command.type);
    if (loop && this.#loops === 0 && this.#inject === 'in the list') this.#redirect(command, outer);
    if (loop) this.#loops++;
    for (const body of bodiesOf(command))
      this.statements(body, streams, command.type === 'Subshell' ? 'subshell' : scope);
    if (loop) this.#loops--;
  }

  #simple(command: SimpleCommandNode, outer: Streams, streams: Streams): void {
    const name = literalOf(command.name);
    if (name === undefined) {
      this.#send(command, outer);
      return;
    }
    const { isTool, findFunction, devices, renamed } = this.#preparation;
    const calls = findFunction(name) !== undefined;
    if (calls) this.calls.push({ name, streams });
    const other = calls ? undefined : renamed.get(name);
    if (other !== undefined) command.name = wordOf(other);
    if (name === 'read' && streams.input === 'terminal' && !command.args.some((arg) => literalOf(arg) === '-u')) {
      const target = wordOf(devices.line);
      command.redirections = [{ type: 'Redirection', fd: 0, operator: '<', target }, ...command.redirections];
    }
    if (isTool(other ?? name)) {
      command.args = [...markOf(streams), ...command.args];
    } else if (!UNREDIRECTED.has(name)) this.#send(command, outer);
  }

  /** Lets what the command prints reach the terminal at once. */
  #send(command: SimpleCommandNode, outer: Streams): void {
    if (this.#inject === 'nowhere' || !command.name) return;
    if (this.#inject === 'everywhere' || this.#loops === 0) this.#redirect(command, outer);
  }

  #redirect(command: { redirections: Redirection[] }, outer: Streams): void {
    const { output, errors } = this.#preparation.devices;
    const added: Redirection[] = [];
    if (outer.output === 'terminal') added.push(appendTo(1, output));
    if (outer.errors !== 'elsewhere') added.push(appendTo(2, outer.errors === 'joined' ? output : errors));
    command.redirections = [...added, ...command.redirections];
  }
}
