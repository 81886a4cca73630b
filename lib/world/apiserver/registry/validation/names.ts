/**
 * The rules for names, with the sentences that quote them.
 *
 * Models: https://github.com/kubernetes/apimachinery/blob/v0.35.0/pkg/util/validation/validation.go
 */

const LABEL = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
const SUBDOMAIN = `${LABEL}(\\.${LABEL})*`;
const DNS_1035 = '[a-z]([-a-z0-9]*[a-z0-9])?';
const QUALIFIED = '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]';
const LABEL_VALUE = `(${QUALIFIED})?`;
const CONFIG_KEY = '[-._a-zA-Z0-9]+';

const LABEL_PATTERN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const SUBDOMAIN_PATTERN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const DNS_1035_PATTERN = /^[a-z]([-a-z0-9]*[a-z0-9])?$/;
const QUALIFIED_PATTERN = /^([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/;
const LABEL_VALUE_PATTERN = /^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$/;
const CONFIG_KEY_PATTERN = /^[-._a-zA-Z0-9]+$/;
const PORT_NAME_PATTERN = /^[-a-z0-9]+$/;

/** A rule returns the sentences of what is wrong, none when the value is fine. */
export type NameRule = (value: string) => string[];

function byteLength(text: string): number {
  let bytes = 0;
  for (const character of text) {
    const code = character.codePointAt(0) as number;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return bytes;
}

/** A character has three bytes at most for each of its places in a string. */
function isLonger(text: string, maxBytes: number): boolean {
  return text.length * 3 > maxBytes && byteLength(text) > maxBytes;
}

export function maxLength(length: number): string {
  return `must be no more than ${length} bytes`;
}

/** `… (e.g. 'a',  or 'b', regex used for validation is '…')`, its double blank included. */
export function regexSentence(message: string, regex: string, ...examples: string[]): string {
  if (examples.length === 0) return `${message} (regex used for validation is '${regex}')`;
  const quoted = examples.map((example) => `'${example}', `).join(' or ');
  return `${message} (e.g. ${quoted}regex used for validation is '${regex}')`;
}

const LABEL_SENTENCE = regexSentence(
  "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character",
  LABEL,
  'my-name',
  '123-abc',
);
const SUBDOMAIN_SENTENCE = regexSentence(
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character",
  SUBDOMAIN,
  'example.com',
);
const DNS_1035_SENTENCE = regexSentence(
  "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character",
  DNS_1035,
  'my-name',
  'abc-123',
);
const QUALIFIED_TEXT =
  "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character";

export const isDns1123Label: NameRule = (value) => [
  ...(isLonger(value, 63) ? [maxLength(63)] : []),
  ...(LABEL_PATTERN.test(value) ? [] : [SUBDOMAIN_PATTERN.test(value) ? 'must not contain dots' : LABEL_SENTENCE]),
];

export const isDns1123Subdomain: NameRule = (value) => [
  ...(isLonger(value, 253) ? [maxLength(253)] : []),
  ...(SUBDOMAIN_PATTERN.test(value) ? [] : [SUBDOMAIN_SENTENCE]),
];

const SEARCH_LABEL = '_?[a-z0-9]([-_a-z0-9]*[a-z0-9])?';
const SEARCH_PATTERN = /^_?[a-z0-9]([-_a-z0-9]*[a-z0-9])?(\._?[a-z0-9]([-_a-z0-9]*[a-z0-9])?)*$/;

/** A domain of a search list, where an underscore may stand. */
export const isSearchDomain: NameRule = (value) => [
  ...(isLonger(value, 253) ? [maxLength(253)] : []),
  ...(SEARCH_PATTERN.test(value)
    ? []
    : [
        regexSentence(
          "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '_', '-' or '.', and must start and end with an alphanumeric character",
          `${SEARCH_LABEL}(\\.${SEARCH_LABEL})*`,
          'example.com',
        ),
      ]),
];

const WILDCARD_PATTERN = /^\*\.[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

/** `*.example.com` */
export const isWildcardDns1123Subdomain: NameRule = (value) => [
  ...(isLonger(value, 253) ? [maxLength(253)] : []),
  ...(WILDCARD_PATTERN.test(value)
    ? []
    : [
        regexSentence(
          "a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS subdomain, which must consist of lower case alphanumeric characters, '-' or '.' and end with an alphanumeric character",
          `\\*\\.${SUBDOMAIN}`,
          '*.example.com',
        ),
      ]),
];

/** What may stand as one segment of a path. Models: https://github.com/kubernetes/apimachinery/blob/v0.35.0/pkg/api/validate/content/path.go */
export const isPathSegment: NameRule = (value) => {
  if (value === '.' || value === '..') return [`may not be '${value}'`];
  return ['/', '%'].filter((one) => value.includes(one)).map((one) => `may not contain '${one}'`);
};

export const isDns1035Label: NameRule = (value) => [
  ...(isLonger(value, 63) ? [maxLength(63)] : []),
  ...(DNS_1035_PATTERN.test(value) ? [] : [DNS_1035_SENTENCE]),
];

/** A label or annotation key: an optional DNS prefix and a name. */
const SHORT_QUALIFIED = /^[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/;

export const isQualifiedName: NameRule = (value) => {
  if (SHORT_QUALIFIED.test(value)) return [];
  const parts = value.split('/');
  if (parts.length > 2) {
    return [
      `a qualified name ${regexSentence(QUALIFIED_TEXT, QUALIFIED, 'MyName', 'my.name', '123-abc')} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`,
    ];
  }
  const errors: string[] = [];
  const name = parts.at(-1) as string;
  if (parts.length === 2) {
    const prefix = parts[0] as string;
    if (prefix === '') errors.push('prefix part must be non-empty');
    else errors.push(...isDns1123Subdomain(prefix).map((text) => `prefix part ${text}`));
  }
  if (name === '') errors.push('name part must be non-empty');
  else if (isLonger(name, 63)) errors.push(`name part ${maxLength(63)}`);
  if (!QUALIFIED_PATTERN.test(name)) {
    errors.push(`name part ${regexSentence(QUALIFIED_TEXT, QUALIFIED, 'MyName', 'my.name', '123-abc')}`);
  }
  return errors;
};

export const isLabelValue: NameRule = (value) => [
  ...(isLonger(value, 63) ? [maxLength(63)] : []),
  ...(LABEL_VALUE_PATTERN.test(value)
    ? []
    : [
        regexSentence(
          "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character",
          LABEL_VALUE,
          'MyValue',
          'my_value',
          '12345',
        ),
      ]),
];

/** Since 1.34 any printable ASCII character but `=` may stand in a variable's name. */
export const isRelaxedEnvName: NameRule = (value) => {
  if (value.length === 0) return ['environment variable name must be non-empty'];
  for (const character of value) {
    if (character < ' ' || character > '~' || character === '=') {
      return ["a valid environment variable name must consist only of printable ASCII characters other than '='"];
    }
  }
  return [];
};

export const isConfigMapKey: NameRule = (value) => {
  const errors: string[] = [];
  if (isLonger(value, 253)) errors.push(maxLength(253));
  if (!CONFIG_KEY_PATTERN.test(value)) {
    errors.push(
      regexSentence(
        "a valid config key must consist of alphanumeric characters, '-', '_' or '.'",
        CONFIG_KEY,
        'key.name',
        'KEY_NAME',
        'key-name',
      ),
    );
  }
  if (value === '.') errors.push("must not be '.'");
  else if (value === '..') errors.push("must not be '..'");
  else if (value.startsWith('..')) errors.push("must not start with '..'");
  return errors;
};

/** An IANA service name, as container ports and named target ports are spelt. */
export const isPortName: NameRule = (value) => {
  const errors: string[] = [];
  if (value.length > 15) errors.push(maxLength(15));
  if (!PORT_NAME_PATTERN.test(value))
    errors.push('must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)');
  if (!/[a-z]/.test(value)) errors.push('must contain at least one letter (a-z)');
  if (value.includes('--')) errors.push('must not contain consecutive hyphens');
  if (value.startsWith('-') || value.endsWith('-')) errors.push('must not begin or end with a hyphen');
  return errors;
};

export const isPortNumber = (port: number): string[] =>
  port >= 1 && port <= 65535 ? [] : ['must be between 1 and 65535, inclusive'];

/** `generateName` is checked as the name it will begin, with its dashes masked. */
export function maskTrailingDash(name: string): string {
  return name.length > 1 && name.endsWith('-') ? `${name.slice(0, -2)}a` : name;
}
