/** `--raw`: a request as it stands, and its answer as it came. Models: k8s.io/kubectl/pkg/rawhttp */
import { findSyntaxError } from '../../../world/apiserver/json-syntax.ts';
import type { Invocation } from '../cli/command.ts';
import { CommandError, StatusError } from '../cli/errors.ts';
import { absolutePath } from '../client/manifests.ts';
import type { Json, JsonObject } from '../json.ts';

/** The one answer that the server indents. */
const INDENTED = '/version';

interface Target {
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
}

function targetOf({ flags }: Invocation): Target {
  const [path = '', query = ''] = flags.text('raw').split('?');
  if (!path.startsWith('/'))
    throw new CommandError(`--raw must be a valid URL path: parse ${JSON.stringify(path)}: invalid URI for request`);
  const params = query === '' ? [] : query.split('&').map((pair) => pair.split('=').map(decodeURIComponent));
  return { path, query: Object.fromEntries(params.map(([key = '', value = '']) => [key, value])) };
}

/** The one file of `-f`, `-` for standard input. */
function bodyOf({ flags, io }: Invocation): JsonObject {
  const [path = '', second] = flags.list('filename');
  if (path === '' || second !== undefined) throw new CommandError('--raw can only use a single local file or stdin');
  if (/^https?:\/\//.test(path)) throw new CommandError('--raw cannot read from a url');
  const source = path === '-' ? io.stdin : io.files.read(absolutePath(io, path));
  if (source === undefined) throw new CommandError(`open ${path}: no such file or directory`);
  try {
    return JSON.parse(source) as JsonObject;
  } catch {
    throw unreadable(source);
  }
}

/** What the server says of a body that is no JSON. */
const unreadable = (source: string): StatusError =>
  new StatusError({
    code: 400,
    reason: 'BadRequest',
    message: `couldn't get version/kind; json parse error: ${findSyntaxError(source)}`,
  });

export type RawMethod = 'get' | 'post' | 'put' | 'delete';

/** Sends the request of `--raw` and prints the answer. */
export function sendRaw(invocation: Invocation, method: RawMethod): number {
  const { api, io } = invocation;
  const { path, query } = targetOf(invocation);
  const ask = (): Json => {
    switch (method) {
      case 'get':
        return api.get(path, query);
      case 'post':
        return api.post(path, bodyOf(invocation), query);
      case 'put':
        return api.put(path, bodyOf(invocation), query);
      case 'delete':
        return api.delete(path, invocation.flags.list('filename').length > 0 ? bodyOf(invocation) : {}, query);
      default:
        return method satisfies never;
    }
  };
  const body = ask();
  const indent = path === INDENTED ? 2 : undefined;
  io.out(typeof body === 'string' ? body : `${JSON.stringify(body, undefined, indent)}\n`);
  return 0;
}
