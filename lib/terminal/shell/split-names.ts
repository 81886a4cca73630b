/** just-bash takes an unquoted expansion in the place of a command's name as one word; bash splits it. */
import type { ScriptNode, SimpleCommandNode } from 'just-bash';
import { visit } from './visit.ts';

const SPLIT = new Set(['ParameterExpansion', 'CommandSubstitution']);

/**
 * `$E c` becomes `command $E c`, whose words are split. Left alone where the script defines a function, which
 * `command` would pass over.
 * Differs: with functions about, a variable of several words is still taken as one name.
 */
export function splitNames(script: ScriptNode): void {
  const found: SimpleCommandNode[] = [];
  let defines = false;
  visit(script, (node) => {
    if (node.type === 'FunctionDef') defines = true;
    const command = node as unknown as SimpleCommandNode;
    if (node.type === 'SimpleCommand' && command.name?.parts.some(({ type }) => SPLIT.has(type))) found.push(command);
  });
  if (defines) return;
  for (const command of found) {
    const { name } = command;
    if (name) command.args = [name, ...command.args];
    command.name = { type: 'Word', parts: [{ type: 'Literal', value: 'command' }] };
  }
}
