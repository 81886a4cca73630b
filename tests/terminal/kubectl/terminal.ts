/** A terminal for one tool at a time: what it is given, and what it wrote. */
import { kubectl } from '../../../lib/terminal/kubectl/kubectl.ts';
import type { Clock, Files, ToolIo } from '../../../lib/terminal/tool.ts';
import type { ApiAnswer, ApiRequest } from '../../../lib/world/apiserver/request.ts';

/** Files in memory; a folder is there when something lies in it. */
export function memoryFiles(initial: Readonly<Record<string, string>> = {}): Files {
  const files = new Map(Object.entries(initial));
  const folders = new Set<string>();
  const isFolder = (path: string) =>
    folders.has(path) || [...files.keys()].some((name) => name.startsWith(`${path === '/' ? '' : path}/`));
  return {
    read: (path) => files.get(path),
    write: (path, text) => void files.set(path, text),
    append: (path, text) => void files.set(path, (files.get(path) ?? '') + text),
    remove: (path) => void files.delete(path),
    stat: (path) => {
      const text = files.get(path);
      if (text !== undefined) return { kind: 'file', size: text.length, modifiedMs: 0, mode: 0o644 };
      return isFolder(path) ? { kind: 'directory', size: 0, modifiedMs: 0, mode: 0o755 } : undefined;
    },
    list: (path) => {
      if (!isFolder(path)) return undefined;
      const names = [...files.keys(), ...folders]
        .filter((name) => name.startsWith(`${path}/`))
        .map((name) => name.slice(path.length + 1).split('/')[0] ?? '');
      return [...new Set(names)].sort();
    },
    makeDirectory: (path) => void folders.add(path),
  };
}

export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export interface Setting {
  readonly request: (cluster: string, request: ApiRequest) => ApiAnswer;
  readonly clock: Clock;
  readonly files?: Files;
  readonly stdin?: string;
  readonly io?: Partial<ToolIo>;
}

/** Splits as a shell would: spaces, single quotes. */
export const words = (line: string): string[] =>
  (line.match(/(?:[^\s']+|'[^']*')+/g) ?? []).map((word) => word.replaceAll("'", ''));

/** One line of kubectl, from start to exit. */
export async function run(line: string, setting: Setting): Promise<Ran> {
  let out = '';
  let err = '';
  const tool = kubectl({
    request: setting.request,
    contexts: [{ name: 'main', cluster: 'main', user: 'u', server: 'https://SERVER', namespace: 'default' }],
  });
  const io: ToolIo = {
    stdin: setting.stdin ?? '',
    stdinIsTerminal: false,
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
    env: new Map([['HOME', '/root']]),
    cwd: '/data',
    files: setting.files ?? memoryFiles(),
    clock: setting.clock,
    interrupted: () => false,
    tty: undefined,
    readLine: () => Promise.resolve(undefined),
    runIn: () => Promise.resolve(0),
    ...setting.io,
  };
  const code = await tool.run(words(line), io);
  return { code, out, err };
}
