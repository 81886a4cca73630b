import { CommandError } from './errors.ts';
import type { FlagValues } from './flags.ts';

export type DryRun = 'none' | 'client' | 'server';

/** The value of `--dry-run`, which may stand alone. */
export function dryRunOf(flags: FlagValues): DryRun {
  const value = flags.text('dry-run');
  if (value === 'none' || value === 'client' || value === 'server' || value === '') return value || 'none';
  if (value === 'unchanged') return 'client';
  throw new CommandError(`Invalid dry-run value (${value}). Must be "none", "server", or "client".`);
}

/** What a write tells the server about dry runs and unknown fields. */
export function writeQuery(flags: FlagValues, manager: string): Record<string, string | undefined> {
  return {
    dryRun: dryRunOf(flags) === 'server' ? 'All' : undefined,
    fieldManager: flags.text('field-manager') || manager,
    fieldValidation: flags.has('validate') ? fieldValidation(flags.text('validate')) : undefined,
  };
}

function fieldValidation(value: string): string {
  if (value === 'strict' || value === 'true') return 'Strict';
  if (value === 'warn') return 'Warn';
  if (value === 'ignore' || value === 'false') return 'Ignore';
  throw new CommandError(
    `invalid - validate option ${JSON.stringify(value)}; must be one of: strict (or true), warn, ignore (or false)`,
  );
}
