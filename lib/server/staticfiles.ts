/** The files whose names change with their content: kept by browsers for good, compressed when they were built. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname, join } from 'node:path';

export interface StaticFolder {
  /** `/_next/static/` */
  readonly prefix: string;
  readonly folder: string;
}

const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.png': 'image/png',
};

/** In this order of liking; the build wrote them beside the file (scripts/build.mjs). */
const ENCODINGS = [
  { name: 'br', suffix: '.br' },
  { name: 'gzip', suffix: '.gz' },
] as const;

/** Answers false when the request is for none of these files. The folders are listed once: nothing else can be named. */
export function createStaticFiles(folders: readonly StaticFolder[]) {
  const paths = new Map(folders.flatMap(listFiles));
  const contents = new Map<string, Buffer>();
  const read = (path: string): Buffer => {
    const known = contents.get(path) ?? readFileSync(path);
    contents.set(path, known);
    return known;
  };
  return (request: IncomingMessage, response: ServerResponse): boolean => {
    const name = (request.url ?? '').split('?', 1)[0] ?? '';
    const path = paths.get(name);
    const type = TYPES[extname(name)];
    if (path === undefined || type === undefined || (request.method !== 'GET' && request.method !== 'HEAD'))
      return false;
    const accepted = String(request.headers['accept-encoding'] ?? '').split(/[\s,;]+/);
    const encoding = ENCODINGS.find((one) => accepted.includes(one.name) && paths.has(name + one.suffix));
    const body = read(path + (encoding?.suffix ?? ''));
    response.writeHead(200, {
      'Content-Type': type,
      'Content-Length': body.length,
      'Cache-Control': 'public, max-age=31536000, immutable',
      Vary: 'Accept-Encoding',
      ...(encoding ? { 'Content-Encoding': encoding.name } : {}),
    });
    response.end(request.method === 'HEAD' ? undefined : body);
    return true;
  };
}

function listFiles({ prefix, folder }: StaticFolder): [string, string][] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return [prefix + path.slice(folder.length + 1).replaceAll('\\', '/'), path];
    });
}
