/** The folder with `initdb` and `pg_ctl`; undefined where there is none. */
export function findPostgres(): string | undefined;
/** Starts a Postgres of one's own in a temporary folder; `Synced`: its commits wait for the disk. */
export function startPostgres(
  bin: string,
  writes?: 'Synced' | 'Unsynced',
): Promise<{ readonly url: string; stop(): Promise<void> }>;
