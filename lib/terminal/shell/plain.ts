/**
 * A line that is one command with nothing to expand but quotes and plain variables goes to the command directly.
 * Anything else is undefined here and runs through just-bash.
 */
import type { ScriptNode, SimpleCommandNode, WordNode } from 'just-bash';

type Part = WordNode['parts'][number];

/** The only command of a script that has neither assignments, redirections, operators nor `&`. */
export function onlyCommand(script: ScriptNode): SimpleCommandNode | undefined {
  const [statement, ...others] = script.statements;
  if (!statement || others.length > 0 || statement.background || statement.deferredError) return undefined;
  const [pipeline, ...more] = statement.pipelines;
  if (!pipeline || more.length > 0 || pipeline.negated || pipeline.timed || pipeline.commands.length > 1)
    return undefined;
  const command = pipeline.commands[0];
  if (command?.type !== 'SimpleCommand' || !command.name) return undefined;
  return command.assignments.length > 0 || command.redirections.length > 0 ? undefined : command;
}

/** The words of such a command, or undefined when one needs more than quotes and plain variables. */
export function plainWords(
  command: SimpleCommandNode,
  lookup: (name: string) => string | undefined,
): string[] | undefined {
  const words: string[] = [];
  for (const word of [command.name as WordNode, ...command.args]) {
    let text = '';
    for (const part of word.parts) {
      const value = partText(part, lookup, 'bare');
      if (value === undefined) return undefined;
      text += value;
    }
    words.push(text);
  }
  return words;
}

function partText(
  part: Part,
  lookup: (name: string) => string | undefined,
  place: 'bare' | 'quoted',
): string | undefined {
  switch (part.type) {
    case 'Literal':
      // An unquoted `[` may start a pattern; `=` may be followed by a tilde.
      return place === 'bare' && /[[~]/.test(part.value) ? undefined : part.value;
    case 'SingleQuoted':
    case 'Escaped':
      return part.value;
    case 'DoubleQuoted': {
      const texts = part.parts.map((inner) => partText(inner, lookup, 'quoted'));
      return texts.includes(undefined) ? undefined : texts.join('');
    }
    case 'ParameterExpansion': {
      if (part.operation || !/^[A-Za-z_]\w*$/.test(part.parameter)) return undefined;
      const value = lookup(part.parameter);
      if (value === undefined) return undefined;
      return place === 'bare' && !/^[\w./:@%+,=-]+$/.test(value) ? undefined : value;
    }
    default:
      return undefined;
  }
}
