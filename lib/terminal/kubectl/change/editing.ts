/** What the commands share that open an editor on objects. */
import type { ToolIo } from '../../tool.ts';
import type { Invocation } from '../cli/command.ts';
import { CommandError, Exit, StatusError } from '../cli/errors.ts';
import { groupResource } from '../client/discovery.ts';
import type { Info } from '../client/resources.ts';
import { equalJson, isObject, type JsonObject, list, withValue } from '../json.ts';
import { prettyJson } from '../output/json.ts';
import { wrapList } from '../output/printer.ts';
import { toYaml } from '../yaml/emit.ts';
import { readYaml } from '../yaml/read.ts';
import { printResult, typed } from './modify.ts';

const VALIDATIONS: readonly string[] = ['strict', 'true', 'warn', 'ignore', 'false'];

const HEADER = `# Please edit the object below. Lines beginning with a '#' will be ignored,
# and an empty file will abort the edit. If an error occurs while saving this file will be
# reopened with the relevant failures.
#
`;

interface Reason {
  readonly head: string;
  readonly causes: readonly string[];
}

const commented = (line: string): string => line.replaceAll('\n', '\n# ');

function header(reasons: readonly Reason[]): string {
  const shown = reasons.map(({ head, causes }) => {
    const first = `# ${commented(head)}${causes.length > 0 ? ':' : ''}\n`;
    return `${first}${causes.map((cause) => `# * ${commented(cause)}\n`).join('')}#\n`;
  });
  return HEADER + shown.join('');
}

const stripComments = (source: string): string =>
  source
    .split('\n')
    .filter((line) => !line.trimStart().startsWith('#'))
    .join('\n');

const bare = (object: JsonObject): JsonObject => withValue(object, ['metadata', 'managedFields'], undefined);

/** The objects as the person sees them. */
function render(infos: readonly Info[], format: string): string {
  const objects = infos.map((info) => bare(info.object ?? {}));
  const [first] = objects;
  const value = objects.length === 1 && first ? first : wrapList(objects, {});
  return format === 'json' ? prettyJson(value) : toYaml(value);
}

/** The edited objects; throws where the text is not YAML. */
function parseEdited(source: string): JsonObject[] {
  const value = readYaml(source);
  if (!isObject(value)) throw new CommandError('yaml: document is not an object');
  const items = list(value, 'items').filter(isObject);
  return value.kind === 'List' ? items : [value];
}

interface Result {
  /** Why the editor opens again. */
  readonly reasons: readonly Reason[];
  /** Failures that another edit cannot mend. */
  readonly failed: 'None' | 'Retryable' | 'Gone';
}

/** Sends one edited object; answers what is printed. */
export type Save = (
  invocation: Invocation,
  info: Info,
  states: { before: JsonObject; after: JsonObject },
) => JsonObject;

class Editing {
  readonly #invocation: Invocation;
  readonly #infos: readonly Info[];
  readonly #path: string;
  readonly #send: Save;
  readonly #done: string;

  constructor(invocation: Invocation, infos: readonly Info[], path: string, send: Save, done: string) {
    this.#invocation = invocation;
    this.#infos = infos;
    this.#path = path;
    this.#send = send;
    this.#done = done;
  }

  /** Opens the editor until the result is saved, given up, or cannot be mended. */
  async run(open: NonNullable<ToolIo['edit']>, format: string): Promise<number> {
    const { io } = this.#invocation;
    const original = render(this.#infos, format);
    let content = original;
    let reasons: readonly Reason[] = [];
    for (;;) {
      io.files.write(this.#path, header(reasons) + content);
      await open(this.#path);
      const edited = io.files.read(this.#path) ?? '';
      const stripped = stripComments(edited);
      if (reasons.length > 0 && stripped === stripComments(content)) return this.#giveUp();
      if (stripped === stripComments(original)) return this.#cancel('Edit cancelled, no changes made.');
      if (stripped.trim() === '') return this.#cancel('Edit cancelled, saved file was empty.');
      const result = this.#apply(stripped);
      if (result.reasons.length === 0) return this.#finish(result);
      reasons = result.reasons;
      content = stripped;
    }
  }

  #cancel(words: string): number {
    const { io } = this.#invocation;
    io.files.remove(this.#path);
    io.err(`${words}\n`);
    return 0;
  }

  #giveUp(): never {
    this.#invocation.io.err(`A copy of your changes has been stored to ${JSON.stringify(this.#path)}\n`);
    throw new CommandError('Edit cancelled, no valid changes were saved.');
  }

  #finish({ failed }: Result): number {
    const { io } = this.#invocation;
    if (failed === 'Retryable') {
      io.err(`You can run \`kubectl replace -f ${this.#path}\` to try this update again.\n`);
      throw new Exit(1);
    }
    if (failed === 'Gone')
      io.out(`The edits you made on deleted resources have been saved to ${JSON.stringify(this.#path)}\n`);
    else io.files.remove(this.#path);
    return 0;
  }

  #apply(source: string): Result {
    let edited: JsonObject[];
    try {
      edited = parseEdited(source);
    } catch (error) {
      if (!(error instanceof CommandError)) throw error;
      return {
        reasons: [{ head: `The edited file had a syntax error: ${syntaxError(error)}`, causes: [] }],
        failed: 'None',
      };
    }
    const reasons: Reason[] = [];
    let failed: Result['failed'] = 'None';
    for (const [index, info] of this.#infos.entries()) {
      const after = edited[index];
      if (!after) continue;
      try {
        this.#save(info, after);
      } catch (error) {
        if (!(error instanceof StatusError)) throw error;
        failed = this.#explain(info, error, reasons) ?? failed;
      }
    }
    return { reasons, failed };
  }

  #save(info: Info, after: JsonObject): void {
    const before = bare(info.object ?? {});
    if (equalJson(before, after)) {
      printResult(this.#invocation, before, 'skipped');
      return;
    }
    const saved = this.#send(this.#invocation, info, { before, after });
    printResult(this.#invocation, typed(info, saved), this.#done);
  }

  /** Says what failed, and adds the reason where the editor is to open again. */
  #explain(info: Info, error: StatusError, reasons: Reason[]): Result['failed'] | undefined {
    const subject = `${groupResource(info.resource)} ${JSON.stringify(info.name)}`;
    const { io } = this.#invocation;
    if (error.reason === 'Invalid') {
      const causes = (error.status.details?.causes ?? []).map(
        (cause) => `${cause.field ?? ''}: ${cause.message ?? ''}`,
      );
      reasons.push({ head: `${subject} was not valid`, causes });
      io.err(`error: ${subject} is invalid\n`);
      return undefined;
    }
    if (error.reason === 'NotFound') {
      io.err(`error: ${subject} could not be found on the server\n`);
      return 'Gone';
    }
    io.err(`error: ${subject} could not be patched: ${error.message}\n`);
    return 'Retryable';
  }
}

const syntaxError = (error: CommandError): string =>
  `error parsing edited-file: error converting YAML to JSON: ${error.message}`;

/** How the objects are shown in the editor. Throws for a format or a validation that is not there. */
export function editFormat({ flags }: Invocation): string {
  const format = flags.text('output') || 'yaml';
  if (format !== 'yaml' && format !== 'json')
    throw new CommandError(
      `unable to match a printer suitable for the output format ${JSON.stringify(format)}, allowed formats are: json,kyaml,yaml`,
    );
  if (flags.has('validate') && !VALIDATIONS.includes(flags.text('validate')))
    throw new CommandError(
      `invalid - validate option ${JSON.stringify(flags.text('validate'))}; must be one of: strict (or true), warn, ignore (or false)`,
    );
  return format;
}

/** Opens an editor on the objects and sends each that was changed. */
export function editObjects(
  invocation: Invocation,
  infos: readonly Info[],
  format: string,
  send: Save,
  done = 'edited',
): Promise<number> {
  const { io } = invocation;
  const editor = io.env.get('KUBE_EDITOR') ?? io.env.get('EDITOR') ?? 'vi';
  if (!io.edit) throw new CommandError(`unable to launch the editor ${JSON.stringify(editor)}`);
  const path = `/tmp/kubectl-edit-${Math.floor(io.clock.nowMs())}.${format}`;
  return new Editing(invocation, infos, path, send, done).run(io.edit, format);
}
