/** What a plain YAML 1.1 scalar means to go-yaml v2. */

const WORDS =
  /^(?:y|Y|yes|Yes|YES|on|On|ON|n|N|no|No|NO|off|Off|OFF|true|True|TRUE|false|False|FALSE|~|null|Null|NULL|[+-]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))?$/;
const FLOAT = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;
const INTEGER = /^[-+]?(?:0[xX][0-9a-fA-F]+|0[bB][01]+|0[oO]?[0-7]+|[1-9][0-9]*|0)$/;
const BASE60 = /^[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?$/;
const TIMESTAMP =
  /^\d{4}-\d{1,2}-\d{1,2}(?:(?:[Tt]|\s+)\d{1,2}:\d{1,2}:\d{1,2}(?:\.\d*)?(?:\s*(?:Z|[+-]\d{2}:\d{2}))?)?$/;

/** True when the text, written plain, reads back as a string. */
export function readsAsString(text: string): boolean {
  if (WORDS.test(text) || BASE60.test(text) || TIMESTAMP.test(text)) return false;
  if (!/^[-+.0-9]/.test(text)) return true;
  const bare = text.replaceAll('_', '');
  return !FLOAT.test(bare) && !INTEGER.test(bare);
}

const TRUE = /^(?:y|Y|yes|Yes|YES|true|True|TRUE|on|On|ON)$/;
const FALSE = /^(?:n|N|no|No|NO|false|False|FALSE|off|Off|OFF)$/;
const NULL = /^(?:~|null|Null|NULL|)$/;

function readInteger(bare: string): number | undefined {
  if (!INTEGER.test(bare)) return undefined;
  const negative = bare.startsWith('-');
  const digits = bare.replace(/^[-+]/, '');
  const octal = /^0[oO]?([0-7]+)$/.exec(digits);
  const value = octal ? Number.parseInt(octal[1] ?? '0', 8) : Number(digits);
  return negative ? -value : value;
}

/** The value of a plain scalar. Dates stay text, as they do on their way to JSON. */
export function resolvePlain(text: string): string | number | boolean | null {
  if (NULL.test(text)) return null;
  if (TRUE.test(text)) return true;
  if (FALSE.test(text)) return false;
  if (!/^[-+.0-9]/.test(text)) return text;
  const bare = text.replaceAll('_', '');
  return readInteger(bare) ?? (FLOAT.test(bare) ? Number(bare) : text);
}
