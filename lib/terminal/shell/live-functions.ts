/**
 * Functions whose commands print as they go. A body is marked only for one run, and only where every call in it leads to
 * the terminal: the same body may be part of a pipe in the next line.
 */
import type { CommandNode, ScriptNode, SimpleCommandNode } from 'just-bash';
import { literalOf, redirected, type Streams } from './streams.ts';
import { visit } from './visit.ts';

export type FunctionDef = Extract<CommandNode, { type: 'FunctionDef' }>;

/** A call of a function and where its streams lead. */
export interface FunctionCall {
  readonly name: string;
  readonly streams: Streams;
}

export interface LiveOptions {
  isTool(name: string): boolean;
  findFunction(name: string): FunctionDef | undefined;
  /** Marks a body; gives the calls of functions in it. */
  mark(body: CommandNode, streams: Streams): readonly FunctionCall[];
}

/** What may call a function in ways that the text does not show. */
const DYNAMIC_CALLS = new Set(['eval', 'source', '.']);

/** Marked copies by name; none when a call's streams are not known to lead to the terminal, or no command would print. */
export function liveFunctions(
  script: ScriptNode,
  calls: readonly FunctionCall[],
  options: LiveOptions,
): ReadonlyMap<string, FunctionDef> {
  const live = new Map<string, FunctionDef>();
  const pending = [...calls];
  let tools = 0;
  if (look(script, options)?.calls !== calls.length) return new Map();
  for (let call = pending.pop(); call; call = pending.pop()) {
    if (call.streams.output !== 'terminal') return new Map();
    const found = options.findFunction(call.name);
    if (!found || live.has(call.name)) continue;
    const copy = copyNode(found) as FunctionDef;
    const seen = look(copy.body, options);
    const inner = options.mark(copy.body, redirected(call.streams, copy.redirections));
    if (seen?.calls !== inner.length) return new Map();
    tools += seen.tools;
    live.set(call.name, copy);
    pending.push(...inner);
  }
  return tools > 0 ? live : new Map();
}

/** Counts calls below a node, in substitutions too; undefined when some command's name is only known when it runs. */
function look(node: unknown, { isTool, findFunction }: LiveOptions): { calls: number; tools: number } | undefined {
  const counts = { calls: 0, tools: 0 };
  let known = true;
  visit(node, (one) => {
    if (one.type !== 'SimpleCommand' || !one.name) return;
    const name = literalOf((one as unknown as SimpleCommandNode).name);
    if (name === undefined || DYNAMIC_CALLS.has(name)) known = false;
    else if (findFunction(name)) counts.calls++;
    else if (isTool(name)) counts.tools++;
  });
  return known ? counts : undefined;
}

/** A deep copy that keeps properties which are computed anew each time. */
function copyNode(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(copyNode);
  if (typeof node !== 'object' || node === null) return node;
  const copy: object = Object.create(Object.getPrototypeOf(node));
  for (const [key, property] of Object.entries(Object.getOwnPropertyDescriptors(node))) {
    Object.defineProperty(copy, key, 'value' in property ? { ...property, value: copyNode(property.value) } : property);
  }
  return copy;
}
