/** SQL that turns what the migrations build into what the schema says; undefined when they agree. */
export function diffMigrations(): Promise<string | undefined>;
