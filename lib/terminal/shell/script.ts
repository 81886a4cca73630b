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
  serialize,
  type WordNode,
} from 'just-bash';

type Compound = Exclude<CommandNode, { type: 'FunctionDef' | 'SimpleCommand' }>;
type FunctionDef = Extract<CommandNode, { type: 'FunctionDef' }>;
type Redirection = SimpleCommandNode['redirections'][number];

/** Where a command's streams lead; `joined` is `2>&1`. */
interface Streams {
  readonly input: 'terminal' | 'elsewhere';
  readonly output: 'terminal' | 'elsewhere';
  readonly errors: 'terminal' | 'joined' | 'elsewhere';
}

export interface Preparation {
  isTool(name: string): boolean;
  /** Names of functions and aliases, which win over a tool. */
  isShadowed(name: string): boolean;
  onFunction(node: FunctionDef): void;
  /** Value of a variable that the host would otherwise answer; undefined for all others. */
  dynamic(name: string): string | undefined;
  /** Devices by what they are for. */
  readonly devices: { readonly output: string; readonly errors: string; readonly line: string };
  readonly input: 'terminal' | 'elsewhere';
}

/** First argument of a tool whose streams lead to the terminal; the letters behind it say which. */
const MARK = '\u0001';
export type Mark = { readonly input: boolean; readonly output: boolean; readonly errors: 'err' | 'out' | undefined };

/** Takes the mark off the arguments a tool was called with. */
export function unmark(args: readonly string[]): { argv: readonly string[]; mark: Mark } {
  const [first, ...rest] = args;
  if (!first?.startsWith(MARK)) return { argv: args, mark: { input: false, output: false, errors: undefined } };
  const errors = first.includes('j') ? 'out' : first.includes('e') ? 'err' : undefined;
  return { argv: rest, mark: { input: first.includes('i'), output: first.includes('o'), errors } };
}

const DYNAMIC = /RANDOM|SECONDS|EPOCH/;
const UNCOUNTED = new Set([
  'exec',
  'exit',
  'return',
  'break',
  'continue',
  ':',
  'true',
  'source',
  '.',
  'eval',
  'logout',
]);

/** The text of a word that is only literal text, else undefined. */
export function literalOf(word: WordNode | null): string | undefined {
  if (!word) return undefined;
  let text = '';
  for (const part of word.parts) {
    if (part.type === 'Literal' || part.type === 'SingleQuoted' || part.type === 'Escaped') text += part.value;
    else if (part.type === 'DoubleQuoted') {
      const inner = literalOf({ type: 'Word', parts: part.parts });
      if (inner === undefined) return undefined;
      text += inner;
    } else return undefined;
  }
  return text;
}

export function prepare(script: ScriptNode, text: string, preparation: Preparation): void {
  if (DYNAMIC.test(text)) replaceDynamic(script, preparation);
  const several = script.statements.length > 1 || /[;\n&|]/.test(text);
  const inject = !several ? 'nowhere' : callsTool(script, preparation) ? 'everywhere' : 'in the list';
  const walk = new Walk(preparation, inject);
  walk.statements(script.statements, { input: preparation.input, output: 'terminal', errors: 'terminal' });
}

/** Source text of a statement, as `jobs` shows it. */
export function statementText(statement: StatementNode): string {
  const text = serialize({ type: 'Script', statements: [{ ...statement, background: false }] });
  return text.trim();
}

/** Function definitions of a text by name, for those that a run defined without their node being seen. */
export function findFunctions(text: string): Map<string, FunctionDef> {
  const found = new Map<string, FunctionDef>();
  visit(parse(text), (node) => {
    if (node.type === 'FunctionDef') found.set(String(node.name), node as unknown as FunctionDef);
  });
  return found;
}

function callsTool(script: ScriptNode, preparation: Preparation): boolean {
  let found = false;
  visit(script, (node) => {
    if (node.type !== 'SimpleCommand') return;
    const name = literalOf((node as unknown as SimpleCommandNode).name);
    if (name !== undefined && (preparation.isTool(name) || preparation.isShadowed(name))) found = true;
  });
  return found;
}

/** Calls `see` for every node below and including `node`. */
function visit(node: unknown, see: (node: Record<string, unknown>) => void): void {
  if (Array.isArray(node)) {
    for (const item of node) visit(item, see);
  } else if (typeof node === 'object' && node !== null) {
    see(node as Record<string, unknown>);
    for (const value of Object.values(node)) if (typeof value === 'object') visit(value, see);
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

/** Which commands besides tools print at once; loops without a tool in them are quick and print when they end. */
type Injection = 'nowhere' | 'in the list' | 'everywhere';

class Walk {
  readonly #preparation: Preparation;
  readonly #inject: Injection;
  #depth = 0;

  constructor(preparation: Preparation, inject: Injection) {
    this.#preparation = preparation;
    this.#inject = inject;
  }

  statements(statements: readonly StatementNode[], streams: Streams, scope: 'shell' | 'subshell' = 'shell'): void {
    for (const statement of statements) {
      for (const pipeline of statement.pipelines) this.#pipeline(pipeline, streams, scope);
    }
  }

  #pipeline(pipeline: PipelineNode, streams: Streams, scope: 'shell' | 'subshell'): void {
    // just-bash would measure with the host's clock.
    pipeline.timed = false;
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

  #command(command: CommandNode, outer: Streams, scope: 'shell' | 'subshell'): void {
    if (command.type === 'FunctionDef') {
      if (scope === 'shell') this.#notice(command);
      return;
    }
    const streams = redirected(outer, command.redirections);
    if (command.type === 'SimpleCommand') {
      this.#simple(command, outer, streams);
      return;
    }
    this.#depth++;
    for (const body of bodiesOf(command))
      this.statements(body, streams, command.type === 'Subshell' ? 'subshell' : scope);
    this.#depth--;
  }

  #simple(command: SimpleCommandNode, outer: Streams, streams: Streams): void {
    const name = literalOf(command.name);
    if (name === undefined) {
      this.#send(command, outer);
      return;
    }
    const { isTool, isShadowed, devices } = this.#preparation;
    if (name === 'read' && streams.input === 'terminal' && !command.args.some((arg) => literalOf(arg) === '-u')) {
      const target: WordNode = { type: 'Word', parts: [{ type: 'Literal', value: devices.line }] };
      command.redirections = [{ type: 'Redirection', fd: 0, operator: '<', target }, ...command.redirections];
    }
    if (isTool(name) && !isShadowed(name)) {
      command.args = [...markOf(streams), ...command.args];
    } else if (!UNCOUNTED.has(name)) this.#send(command, outer);
  }

  /** Lets what the command prints reach the terminal at once. */
  #send(command: SimpleCommandNode, outer: Streams): void {
    if (this.#inject === 'nowhere' || !command.name) return;
    if (this.#inject === 'in the list' && this.#depth > 0) return;
    const { output, errors } = this.#preparation.devices;
    const added: Redirection[] = [];
    if (outer.output === 'terminal') added.push(appendTo(1, output));
    if (outer.errors !== 'elsewhere') added.push(appendTo(2, outer.errors === 'joined' ? output : errors));
    command.redirections = [...added, ...command.redirections];
  }

  /** just-bash spreads the node into its table when the definition is carried out, which reads this property. */
  #notice(definition: FunctionDef): void {
    const { onFunction } = this.#preparation;
    const copy = { ...definition };
    Object.defineProperty(definition, 'noticed', {
      enumerable: true,
      configurable: true,
      get: () => void onFunction(copy),
    });
  }
}

function bodiesOf(command: Compound): readonly (readonly StatementNode[])[] {
  switch (command.type) {
    case 'If':
      return [...command.clauses.flatMap(({ condition, body }) => [condition, body]), command.elseBody ?? []];
    case 'While':
    case 'Until':
      return [command.condition, command.body];
    case 'For':
    case 'CStyleFor':
    case 'Group':
    case 'Subshell':
      return [command.body];
    case 'Case':
      return command.items.map((item) => item.body);
    case 'ArithmeticCommand':
    case 'ConditionalCommand':
      return [];
    default:
      return command satisfies never;
  }
}

function appendTo(fd: number, path: string): Redirection {
  return {
    type: 'Redirection',
    fd,
    operator: '>>',
    target: { type: 'Word', parts: [{ type: 'Literal', value: path }] },
  };
}

function markOf({ input, output, errors }: Streams): WordNode[] {
  const error = errors === 'elsewhere' ? '' : errors === 'joined' && output === 'terminal' ? 'j' : 'e';
  const letters = (input === 'terminal' ? 'i' : '') + (output === 'terminal' ? 'o' : '') + error;
  return letters === '' ? [] : [{ type: 'Word', parts: [{ type: 'Literal', value: MARK + letters }] }];
}

function redirected(streams: Streams, redirections: readonly Redirection[]): Streams {
  let { input, output, errors } = streams;
  for (const { operator, fd, target } of redirections) {
    if (operator.startsWith('<') && operator !== '<>' && (fd ?? 0) === 0) input = 'elsewhere';
    else if (operator === '&>' || operator === '&>>') {
      output = 'elsewhere';
      errors = 'elsewhere';
    } else if (operator === '>&' && fd === 2) {
      const toOutput = target.type === 'Word' && literalOf(target) === '1' && output === 'terminal';
      errors = toOutput ? 'joined' : 'elsewhere';
    } else if (fd === 2) errors = 'elsewhere';
    else if ((fd ?? 1) === 1) output = 'elsewhere';
  }
  return { input, output, errors };
}
