/**
 * One process may hold a data folder. The lock is a listening Unix socket: unlike a lock file it cannot survive the
 * process that holds it, so a start after kill -9 needs no cleaning up.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, realpathSync, renameSync, rmSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Thrown when another process holds the folder; the message is for the person who started this one. */
export class FolderInUse extends Error {
  readonly code = 'FolderInUse';
}

export interface FolderLock {
  release(): Promise<void>;
}

/** Socket paths end at 104 bytes on macOS and 108 on Linux. */
const MAX_SOCKET_PATH = 100;

/** Takes the folder (made when absent) or throws `FolderInUse`. `holder` is what a second process is told about this one. */
export async function lockFolder(folder: string, holder: string): Promise<FolderLock> {
  mkdirSync(folder, { recursive: true });
  const path = socketPath(realpathSync(folder));
  const server = await listen(path, holder).catch(async (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EADDRINUSE') throw error;
    await refuseWhenAlive(path, folder);
    removeStale(path);
    return listen(path, holder);
  });
  server.unref();
  return { release: () => new Promise((resolve) => server.close(() => resolve())) };
}

function socketPath(folder: string): string {
  const inside = join(folder, 'lock.sock');
  if (Buffer.byteLength(inside) <= MAX_SOCKET_PATH) return inside;
  const hash = createHash('sha256').update(folder).digest('hex').slice(0, 16);
  return join(tmpdir(), `hoplab-${hash}.sock`);
}

function listen(path: string, holder: string): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => {
      socket.on('error', () => socket.destroy());
      socket.end(holder);
    });
    server.once('error', reject);
    server.listen(path, () => resolve(server));
  });
}

async function refuseWhenAlive(path: string, folder: string): Promise<void> {
  const holder = await ask(path);
  if (holder === undefined) return;
  throw new FolderInUse(
    `The data folder ${folder} is in use by another Hoplab server (${holder}). ` +
      'Stop that server, or name another folder with HOPLAB_DATA.',
  );
}

/** What the holder says of itself; undefined when nobody listens. */
function ask(path: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    let text = '';
    const socket = connect(path);
    socket.setTimeout(2_000, () => socket.destroy());
    socket.on('data', (chunk) => {
      text += chunk.toString();
    });
    socket.on('error', (error: NodeJS.ErrnoException) =>
      resolve(error.code === 'ECONNREFUSED' || error.code === 'ENOENT' ? undefined : 'it does not answer'),
    );
    socket.on('close', () => resolve(text || 'it does not answer'));
  });
}

/** Moves the dead socket away before removing it, so that of two starts at once only one removes it. */
function removeStale(path: string): void {
  const aside = `${path}.${process.pid}`;
  try {
    renameSync(path, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  rmSync(aside, { force: true });
}
