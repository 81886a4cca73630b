/**
 * A statement as bash prints it back (`jobs`, `fg`): compound commands over several lines, whatever was typed.
 * Models: bash 5.2, print_cmd.c. Differs: the head of `for ((…))` and function definitions stand as just-bash writes them.
 */
import {
  type CommandNode,
  type PipelineNode,
  type SimpleCommandNode,
  type StatementNode,
  serialize,
  type WordNode,
} from 'just-bash';

type Compound = Exclude<CommandNode, { type: 'FunctionDef' | 'SimpleCommand' }>;
type Case = Extract<CommandNode, { type: 'Case' }>;
type If = Extract<CommandNode, { type: 'If' }>;

const STEP = '    ';

export function statementText(statement: StatementNode): string {
  return statementIn({ ...statement, background: false }, '');
}

function statementIn({ pipelines, operators }: StatementNode, indent: string): string {
  return pipelines
    .map((pipeline, index) => (index === 0 ? '' : ` ${operators[index - 1]} `) + pipelineIn(pipeline, indent))
    .join('');
}

function pipelineIn({ commands, negated, timed, pipeStderr }: PipelineNode, indent: string): string {
  const text = commands
    .map(
      (command, index) =>
        (index === 0 ? '' : pipeStderr?.[index - 1] ? ' 2>&1 | ' : ' | ') + commandIn(command, indent),
    )
    .join('');
  return `${timed ? 'time ' : ''}${negated ? '! ' : ''}${text}`;
}

function commandIn(command: CommandNode, indent: string): string {
  if (command.type === 'FunctionDef') return asWritten(command);
  const bare = { ...command, redirections: [] };
  const text = bare.type === 'SimpleCommand' ? asWritten(bare) : compoundIn(bare, indent);
  return text + redirectionText(command.redirections);
}

function redirectionText(redirections: SimpleCommandNode['redirections']): string {
  const text = asWritten({ type: 'SimpleCommand', assignments: [], name: word(':'), args: [], redirections });
  return text.slice(1).replace(/([<>]&) (?=[\d-])/g, '$1');
}

function compoundIn(command: Compound, indent: string): string {
  switch (command.type) {
    case 'While':
    case 'Until': {
      const head = `${command.type.toLowerCase()} ${list(command.condition, indent)}; do`;
      return `${head}${block(command.body, indent)}${indent}done`;
    }
    case 'For': {
      const words = command.words ? ` in ${command.words.map(wordText).join(' ')}` : ' in "$@"';
      return `for ${command.variable}${words};\n${indent}do${block(command.body, indent)}${indent}done`;
    }
    case 'If':
      return ifIn(command, indent);
    case 'Case':
      return caseIn(command, indent);
    case 'Group':
      return `{ ${ended(list(command.body, indent))} }`;
    case 'Subshell':
      return `( ${list(command.body, indent)} )`;
    case 'CStyleFor':
    case 'ArithmeticCommand':
    case 'ConditionalCommand':
      return asWritten({ ...command, redirections: [] });
    default:
      return command satisfies never;
  }
}

/** bash keeps `elif` as an `if` inside `else`. */
function ifIn({ clauses, elseBody }: Pick<If, 'clauses' | 'elseBody'>, indent: string): string {
  const [first, ...others] = clauses;
  if (!first) return '';
  const start = `if ${list(first.condition, indent)}; then${block(first.body, indent)}`;
  if (others.length > 0) {
    const inner = ifIn({ clauses: others, elseBody }, indent + STEP);
    return `${start}${indent}else\n${indent}${STEP}${inner};\n${indent}fi`;
  }
  return `${start}${elseBody ? `${indent}else${block(elseBody, indent)}` : ''}${indent}fi`;
}

function caseIn({ word: subject, items }: Case, indent: string): string {
  const inner = indent + STEP;
  const texts = items.map(({ patterns, body, terminator }) => {
    const commands = body.length > 0 ? `${inner}${STEP}${list(body, inner + STEP)}\n` : '';
    return `${inner}${patterns.map(wordText).join(' | ')})\n${commands}${inner}${terminator}\n`;
  });
  return `case ${wordText(subject)} in \n${texts.join('')}${indent}esac`;
}

function block(statements: readonly StatementNode[], indent: string): string {
  return `\n${indent}${STEP}${ended(list(statements, indent + STEP))}\n`;
}

function list(statements: readonly StatementNode[], indent: string): string {
  return statements
    .map((statement, index) => {
      const last = index === statements.length - 1;
      return statementIn(statement, indent) + (statement.background ? (last ? ' &' : ' & ') : last ? '' : '; ');
    })
    .join('');
}

const ended = (text: string) => (text.endsWith('&') ? text : `${text};`);

const word = (text: string): WordNode => ({ type: 'Word', parts: [{ type: 'Literal', value: text }] });

const wordText = (one: WordNode) =>
  asWritten({ type: 'SimpleCommand', assignments: [], name: word(':'), args: [one], redirections: [] }).slice(2);

function asWritten(command: CommandNode): string {
  const pipeline: PipelineNode = { type: 'Pipeline', commands: [command], negated: false };
  const statement = { type: 'Statement' as const, pipelines: [pipeline], operators: [], background: false };
  return serialize({ type: 'Script', statements: [statement] }).trim();
}
