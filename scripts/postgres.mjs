// A Postgres of its own for the tests: in a temporary folder, reached by a socket there and no network.
import { execFile } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const DEBIAN = '/usr/lib/postgresql';

/** The folder with `initdb` and `pg_ctl` of the newest version that is installed; undefined where there is none. */
export function findPostgres() {
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN).sort((a, b) => Number(b) - Number(a)) : [];
  const folders = [...versions.map((version) => join(DEBIAN, version, 'bin')), ...(process.env.PATH ?? '').split(':')];
  return folders.find((folder) => existsSync(join(folder, 'pg_ctl')) && existsSync(join(folder, 'initdb')));
}

/**
 * Starts one; `stop` ends it and removes its data. It refuses to run as root, so root runs it as `nobody`. `writes` says whether a commit
 * waits for the disk: nobody misses the data of a test.
 */
export async function startPostgres(bin, writes = 'Unsynced') {
  const folder = mkdtempSync(join(tmpdir(), 'hoplab-postgres-'));
  const data = join(folder, 'data');
  const isRoot = process.getuid?.() === 0;
  const run = (tool, args) =>
    isRoot
      ? capture('runuser', ['-u', 'nobody', '--', join(bin, tool), ...args], folder)
      : capture(join(bin, tool), args, folder);
  const remove = () => rmSync(folder, { recursive: true, force: true });
  try {
    chmodSync(folder, 0o700);
    if (isRoot) await capture('chown', ['nobody', folder], folder);
    await run('initdb', ['-D', data, '-U', 'hoplab', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync']);
    const options = `-c listen_addresses= -c unix_socket_directories=${folder} -c fsync=${writes === 'Synced' ? 'on' : 'off'}`;
    await run('pg_ctl', ['-D', data, '-w', '-t', '30', '-l', join(folder, 'log'), '-o', options, 'start']);
  } catch (error) {
    remove();
    throw error;
  }
  return {
    url: `postgresql://hoplab@localhost/postgres?host=${encodeURIComponent(folder)}`,
    async stop() {
      await run('pg_ctl', ['-D', data, '-w', '-m', 'immediate', 'stop']).finally(remove);
    },
  };
}

function capture(command, args, cwd) {
  return new Promise((resolve, reject) => {
    execFile(command, args, { cwd }, (error, stdout, stderr) =>
      error ? reject(new Error(`${command}: ${error.message}\n${stdout}${stderr}`)) : resolve(),
    );
  });
}
