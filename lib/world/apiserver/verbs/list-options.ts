/**
 * The query of a get, a list or a watch, checked.
 *
 * Models: https://github.com/kubernetes/apimachinery/blob/v0.35.0/pkg/apis/meta/internalversion/validation/validation.go,
 * https://kubernetes.io/docs/reference/using-api/api-concepts/#resource-versions
 */
import {
  type FieldError,
  forbiddenField,
  invalid,
  invalidObject,
  notSupported,
} from '../registry/validation/field-error.ts';
import { badRequest, type ResourceName, StatusError } from '../status.ts';

export interface ListOptions {
  readonly watch: boolean;
  readonly limit: number;
  readonly continued: string;
  /** Empty where the client said none. */
  readonly resourceVersion: string;
  readonly match: string;
  readonly sendInitialEvents: boolean | undefined;
  readonly bookmarks: boolean;
  readonly timeoutSeconds: number | undefined;
}

type Query = Readonly<Record<string, string>>;

const INTEGER = /^[+-]?\d+$/;
const EXACT = 'Exact';
const NOT_OLDER = 'NotOlderThan';

/** Whatever is said counts as yes, but for these two words. */
function readFlag(query: Query, name: string): boolean | undefined {
  const text = query[name];
  return text === undefined ? undefined : !(text.toLowerCase() === 'false' || text === '0');
}

function readInteger(query: Query, name: string): number | undefined {
  const text = query[name];
  if (text === undefined || text === '') return undefined;
  if (INTEGER.test(text)) return Number(text);
  throw badRequest(`strconv.ParseInt: parsing ${JSON.stringify(text)}: invalid syntax`);
}

function listErrors({ match, resourceVersion, continued, sendInitialEvents }: ListOptions): FieldError[] {
  const errors: FieldError[] = [];
  const forbid = (detail: string) => errors.push(forbiddenField('resourceVersionMatch', detail));
  if (match !== '') {
    if (resourceVersion === '') forbid('resourceVersionMatch is forbidden unless resourceVersion is provided');
    if (continued !== '') forbid('resourceVersionMatch is forbidden when continue is provided');
    if (match !== EXACT && match !== NOT_OLDER) {
      errors.push(notSupported('resourceVersionMatch', match, [EXACT, NOT_OLDER, '']));
    }
    if (match === EXACT && resourceVersion === '0') {
      forbid('resourceVersionMatch "exact" is forbidden for resourceVersion "0"');
    }
  }
  if (sendInitialEvents !== undefined) {
    errors.push(forbiddenField('sendInitialEvents', 'sendInitialEvents is forbidden for list'));
  }
  return errors;
}

function watchErrors({ match, continued, sendInitialEvents }: ListOptions): FieldError[] {
  const errors: FieldError[] = [];
  const forbid = (detail: string) => errors.push(forbiddenField('resourceVersionMatch', detail));
  if (sendInitialEvents !== undefined && match !== NOT_OLDER) {
    forbid(`sendInitialEvents requires setting resourceVersionMatch to ${NOT_OLDER}`);
  }
  if (match === '') return errors;
  if (sendInitialEvents === undefined) {
    forbid('resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided');
  }
  if (match !== NOT_OLDER) errors.push(notSupported('resourceVersionMatch', match, [NOT_OLDER]));
  if (continued !== '') forbid('resourceVersionMatch is forbidden when continue is provided');
  return errors;
}

/** Reads the query; throws the 400 or the 422 that the server answers with. */
export function readListOptions(query: Query): ListOptions {
  const options: ListOptions = {
    watch: readFlag(query, 'watch') ?? false,
    limit: readInteger(query, 'limit') ?? 0,
    continued: query.continue ?? '',
    resourceVersion: query.resourceVersion ?? '',
    match: query.resourceVersionMatch ?? '',
    sendInitialEvents: readFlag(query, 'sendInitialEvents'),
    bookmarks: readFlag(query, 'allowWatchBookmarks') ?? false,
    timeoutSeconds: readInteger(query, 'timeoutSeconds'),
  };
  const errors = options.watch ? watchErrors(options) : listErrors(options);
  if (errors.length > 0) throw invalidObject('ListOptions', 'meta.k8s.io', '', errors);
  return options;
}

/** The version as a number, 0 for none; throws the 422 of what is no number. */
export function readVersion({ group, plural }: ResourceName, text: string): number {
  if (text === '') return 0;
  if (/^\d+$/.test(text)) return Number(text);
  const detail = `strconv.ParseUint: parsing ${JSON.stringify(text)}: invalid syntax`;
  throw invalidObject(plural, group, '', [invalid('resourceVersion', text, detail)]);
}

/** Refuses a version that is yet to come. Models: https://github.com/kubernetes/apiserver/blob/v0.35.0/pkg/storage/errors.go */
export function checkNotTooLarge(version: number, current: number): void {
  if (version <= current) return;
  const message = `Timeout: Too large resource version: ${version}, current: ${current}`;
  throw new StatusError(504, 'Timeout', message, {
    causes: [{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version' }],
    retryAfterSeconds: 1,
  });
}
