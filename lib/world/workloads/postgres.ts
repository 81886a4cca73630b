/** A TCP database: it accepts connections on 5432 once it has started, and speaks as far as a client's first question. */
import { dateMark } from '../log-text.ts';
import { parseFlags } from './flags.ts';
import type { Process, Workload } from './workload.ts';

const VERSION = '17.6';

/** Models: https://www.postgresql.org/docs/17/app-postgres.html (`-p`, and any parameter as `--name=value`) */
function portOf(process: Process): number {
  const flags = parseFlags(process.argv.slice(1), { values: ['p', 'c', 'port'] });
  return Number(flags.find('p') ?? flags.find('port') ?? process.env.get('PGPORT') ?? 5432);
}

/** Without a password for the superuser the image refuses to create its data folder. */
function hasPassword(process: Process): boolean {
  return (
    Boolean(process.env.get('POSTGRES_PASSWORD')) ||
    process.env.has('POSTGRES_PASSWORD_FILE') ||
    process.env.get('POSTGRES_HOST_AUTH_METHOD') === 'trust'
  );
}

const NO_PASSWORD = [
  'Error: Database is uninitialized and superuser password is not specified.',
  '       You must specify POSTGRES_PASSWORD to a non-empty value for the',
  '       superuser. For example, "-e POSTGRES_PASSWORD=password" on "docker run".',
  '',
  '       You may also use "POSTGRES_HOST_AUTH_METHOD=trust" to allow all',
  '       connections without a password. This is *not* recommended.',
  '',
  '       See PostgreSQL documentation about "trust":',
  '       https://www.postgresql.org/docs/current/auth-trust.html',
];

/** The end of what the image says of its first start; initdb's own words before it are left out. */
function startLogs(process: Process): string[] {
  const stamp = `${dateMark('Postgres')} [1] LOG: `;
  const port = portOf(process);
  return [
    '',
    'PostgreSQL init process complete; ready for start up.',
    '',
    `${stamp} starting PostgreSQL ${VERSION} (Debian ${VERSION}-1.pgdg13+1) on x86_64-pc-linux-gnu, compiled by gcc (Debian 14.2.0-19) 14.2.0, 64-bit`,
    `${stamp} listening on IPv4 address "0.0.0.0", port ${port}`,
    `${stamp} listening on IPv6 address "::", port ${port}`,
    `${stamp} listening on Unix socket "/var/run/postgresql/.s.PGSQL.${port}"`,
    `${stamp} database system is ready to accept connections`,
  ];
}

export const postgres: Workload = {
  images: ['postgres', 'public.ecr.aws/bitnami/postgresql', 'bitnami/postgresql'],
  image: { entrypoint: ['docker-entrypoint.sh'], cmd: ['postgres'] },
  start: (process) =>
    hasPassword(process)
      ? { readyAfterMs: 2500, logs: startLogs(process) }
      : { readyAfterMs: 0, exit: { code: 1, afterMs: 200 }, logs: NO_PASSWORD },
  listeners: (process) =>
    hasPassword(process) ? [{ port: portOf(process), protocol: 'TCP', address: '0.0.0.0', speaks: 'postgres' }] : [],
  exchange: (process, input) => {
    const startup = /user\0([^\0]+)\0/.exec(input);
    // Anything but a start-up message is a protocol violation: the server logs it and closes.
    if (!startup) return undefined;
    return process.env.get('POSTGRES_HOST_AUTH_METHOD') === 'trust' ? 'R' : 'R: SCRAM-SHA-256';
  },
};
