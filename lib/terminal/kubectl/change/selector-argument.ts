/**
 * The selector that `kubectl set selector` is given. Models: labels.Parse and metav1.ParseToLabelSelector.
 * Differs: keys are not checked, and what stands in brackets is told with its names only.
 */
import { CommandError } from '../cli/errors.ts';
import type { JsonObject } from '../json.ts';
import { labelValueErrors } from './pairs.ts';

interface Selector {
  readonly labels: JsonObject;
  /** Expressions that a Service cannot have, as Go prints them. */
  readonly expressions: readonly string[];
}

const TOKEN = /\s*(!=|==|[=!,()<>]|[^\s=!,()<>]+)/y;
const OPERATORS: Readonly<Record<string, string>> = { in: 'In', notin: 'NotIn' };

function tokensOf(text: string): string[] {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  for (let match = TOKEN.exec(text); match; match = TOKEN.exec(text)) tokens.push(match[1] ?? '');
  return tokens;
}

const isWord = (token: string | undefined): token is string => token !== undefined && !/^[=!,()<>]/.test(token);

class Reader {
  readonly #text: string;
  readonly #tokens: readonly string[];
  #at = 0;
  readonly labels: Record<string, string> = {};
  readonly expressions: string[] = [];

  constructor(text: string) {
    this.#text = text;
    this.#tokens = tokensOf(text);
  }

  #fail(why: string): CommandError {
    return new CommandError(`couldn't parse the selector string ${JSON.stringify(this.#text)}: ${why}`);
  }

  #found = (expected: string): CommandError =>
    this.#fail(`found '${this.#tokens[this.#at] ?? ''}', expected: ${expected}`);

  read(): void {
    while (this.#at < this.#tokens.length) {
      this.#requirement();
      if (this.#at === this.#tokens.length) return;
      if (this.#tokens[this.#at] !== ',') throw this.#found("',' or 'end of string'");
      this.#at++;
      const next = this.#tokens[this.#at];
      if (next !== '!' && !isWord(next)) throw this.#found("identifier after ','");
    }
  }

  #requirement(): void {
    const negated = this.#tokens[this.#at] === '!';
    if (negated) this.#at++;
    const key = this.#tokens[this.#at];
    if (!isWord(key)) throw this.#found("!, identifier, or 'end of string'");
    const operator = this.#tokens[++this.#at];
    if (operator === undefined || operator === ',' || negated)
      this.expressions.push(`{${key} ${negated ? 'DoesNotExist' : 'Exists'} []}`);
    else if (operator in OPERATORS) this.#set(key, operator);
    else if (operator === '=' || operator === '==') this.#value(key);
    else if (operator === '!=') throw new CommandError('"!=" is not a valid label selector operator');
    else if (operator === '>' || operator === '<')
      throw new CommandError(`"${operator === '>' ? 'gt' : 'lt'}" isn't supported in label selectors`);
    else throw this.#fail(`unable to parse requirement: found '${operator}', expected: in, notin, =, ==, !=, gt, lt`);
  }

  #value(key: string): void {
    const next = this.#tokens[++this.#at];
    const value = isWord(next) ? next : '';
    if (isWord(next)) this.#at++;
    const wrong = labelValueErrors(value).map(
      (one) => `values[0][${key}]: Invalid value: ${JSON.stringify(value)}: ${one}`,
    );
    if (wrong.length > 0) throw this.#fail(`unable to parse requirement: ${wrong.join(', ')}`);
    this.labels[key] = value;
  }

  #set(key: string, operator: string): void {
    const close = this.#tokens.indexOf(')', this.#at);
    if (this.#tokens[this.#at + 1] !== '(' || close < 0) throw this.#found("'('");
    const values = this.#tokens.slice(this.#at + 2, close).filter(isWord);
    this.#at = close + 1;
    this.expressions.push(`{${key} ${OPERATORS[operator]} [${[...values].sort().join(' ')}]}`);
  }
}

/** Throws in kubectl's words. */
export function readSelectorArgument(text: string): Selector {
  const reader = new Reader(text);
  reader.read();
  return { labels: reader.labels, expressions: reader.expressions };
}
