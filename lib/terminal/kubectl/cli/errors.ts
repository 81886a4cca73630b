/** Errors a person caused, as typed values; they are put into words at the edge, in `kubectl.ts`. */

export interface StatusCause {
  readonly field?: string;
  readonly message?: string;
  readonly reason?: string;
}

/** The API's own `Status` of a failed request. */
export interface ApiStatus {
  readonly code?: number;
  readonly reason?: string;
  readonly message?: string;
  readonly details?: {
    readonly kind?: string;
    readonly name?: string;
    readonly group?: string;
    readonly causes?: readonly StatusCause[];
  };
}

/** A failure in kubectl's own words; the edge puts `error: ` before it unless it is there. */
export class CommandError extends Error {}

/** A line that cannot be read; the edge adds where to find help. */
export class UsageError extends Error {}

/** Ends the command with words of its own, printed as they are (to standard error). */
export class Exit extends Error {
  readonly code: number;

  constructor(code: number, text = '') {
    super(text);
    this.code = code;
  }
}

/** What the server answered. */
export class StatusError extends Error {
  readonly status: ApiStatus;

  constructor(status: ApiStatus) {
    super(status.message ?? '');
    this.status = status;
  }

  get reason(): string {
    return this.status.reason ?? '';
  }
}

/** Several failures of one command; each is printed in its own line. */
export class AggregateFailure extends Error {
  readonly errors: readonly Error[];

  constructor(errors: readonly Error[]) {
    const messages = [...new Set(errors.map((error) => error.message))];
    super(messages.length === 1 ? messages[0] : `[${messages.join(', ')}]`);
    this.errors = errors;
  }
}

export const isNotFound = (error: unknown): error is StatusError =>
  error instanceof StatusError && error.reason === 'NotFound';

/** Says by name that something real is not in the model. */
export const notModelled = (what: string): CommandError => new CommandError(`not modelled: ${what}`);

/** One failure as itself, more as an aggregate, none as nothing. */
export function throwAll(errors: readonly Error[]): void {
  const [first] = errors;
  if (first) throw errors.length === 1 ? first : new AggregateFailure(errors);
}

/** The same failure, saying what was being done with which file. Models: cmdutil.AddSourceToErr. */
export function withSource(verb: string, source: string, error: Error): Error {
  if (source === '') return error;
  const message = `error when ${verb} ${JSON.stringify(source)}: ${error.message}`;
  return error instanceof StatusError ? new StatusError({ ...error.status, message }) : new CommandError(message);
}

const quote = (text: string) => JSON.stringify(text);

function standardMessage(error: Error): string | undefined {
  if (!(error instanceof StatusError)) return undefined;
  if (error.reason === 'Unauthorized') return `error: You must be logged in to the server (${error.message})`;
  return error.reason === ''
    ? `Error from server: ${error.message}`
    : `Error from server (${error.reason}): ${error.message}`;
}

function invalidMessage({ status }: StatusError): string {
  const { details } = status;
  const title =
    details?.kind || details?.name
      ? `The ${details.kind ?? ''} ${quote(details.name ?? '')} is invalid`
      : 'The request is invalid';
  if (!details) return status.message ? `${title}: ${status.message}` : title;
  const causes = [...new Set((details.causes ?? []).map((cause) => `${cause.field ?? ''}: ${cause.message ?? ''}`))];
  if (causes.length === 0)
    return status.message && title.startsWith('The request') ? `${title}: ${status.message}` : title;
  if (causes.length === 1) return `${title}: ${causes[0]}`;
  return `${title}: \n${causes.map((cause) => `* ${cause}`).join('\n')}`;
}

/** What kubectl prints for a failure, with the newline. Models: cmdutil.checkErr. */
export function failureText(error: Error): string {
  if (error instanceof Exit) return error.message;
  if (error instanceof AggregateFailure)
    return error.errors.map((one) => `${standardMessage(one) ?? one.message}\n`).join('');
  if (error instanceof StatusError && error.reason === 'Invalid') return `${invalidMessage(error)}\n`;
  const standard = standardMessage(error);
  if (standard !== undefined) return `${standard}\n`;
  const text = error.message.startsWith('error: ') ? error.message : `error: ${error.message}`;
  return text.endsWith('\n') ? text : `${text}\n`;
}
