/**
 * The learner's file system over one table of the world's state, so that a fork has its own files and a replay makes
 * the same ones. Paths are absolute; a folder is an entry without text.
 */
import type { Files } from '../tool.ts';

export interface StoredFile {
  /** Undefined for a folder. */
  readonly text: string | undefined;
  readonly modifiedMs: number;
}

/** What a table of the world's state offers; a plain Map does too. */
export interface FileTable {
  get(path: string): StoredFile | undefined;
  set(path: string, file: StoredFile): void;
  delete(path: string): void;
  entries(): Iterable<readonly [string, StoredFile]>;
}

const SKELETON = ['/', '/home', '/home/learner', '/tmp', '/etc', '/usr', '/usr/bin', '/bin', '/dev', '/var', '/root'];

/** `nowMs` is world time; `changed` is told of every path that was written or removed. */
export function createHomeFiles(
  table: FileTable,
  nowMs: () => number,
  changed: (path: string) => void = () => {},
): Files {
  const find = (path: string): StoredFile | undefined =>
    table.get(path) ?? (SKELETON.includes(path) ? { text: undefined, modifiedMs: 0 } : undefined);
  const put = (path: string, text: string | undefined) => {
    table.set(path, { text, modifiedMs: nowMs() });
    changed(path);
  };
  const bytes = (text: string) => (/[\u0080-\uffff]/.test(text) ? new TextEncoder().encode(text).length : text.length);
  return {
    read: (path) => find(path)?.text,
    write: (path, text) => put(path, text),
    append: (path, text) => put(path, (find(path)?.text ?? '') + text),
    remove(path) {
      table.delete(path);
      changed(path);
    },
    stat(path) {
      const file = find(path);
      if (!file) return undefined;
      const { text, modifiedMs } = file;
      if (text === undefined)
        return { kind: 'directory', size: 4096, modifiedMs, mode: path === '/tmp' ? 0o1777 : 0o755 };
      return { kind: 'file', size: bytes(text), modifiedMs, mode: 0o644 };
    },
    list(path) {
      if (!find(path) || find(path)?.text !== undefined) return undefined;
      const prefix = path === '/' ? '/' : `${path}/`;
      const names = new Set<string>();
      for (const [other] of [...table.entries(), ...SKELETON.map((one) => [one] as const)]) {
        if (other.startsWith(prefix) && other !== prefix) names.add(other.slice(prefix.length).split('/')[0] as string);
      }
      return [...names].sort();
    },
    makeDirectory: (path) => put(path, undefined),
  };
}
