import { type ParseArgsConfig, parseArgs } from 'node:util';
import { UsageError } from './outcome.ts';

type Options = NonNullable<ParseArgsConfig['options']>;

/** Parses declared flags; an unknown or malformed one is a usage error in one sentence. */
export function parseFlags<O extends Options>(args: readonly string[], options: O) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (error) {
    throw new UsageError((error as Error).message.split('. ')[0] as string);
  }
}

/** A whole number of a flag. */
export function wholeNumber(text: string | undefined, flag: string, otherwise: number): number {
  if (text === undefined) return otherwise;
  if (!/^\d{1,9}$/.test(text)) throw new UsageError(`${flag}: expected a whole number, got “${text}”`);
  return Number(text);
}
