/**
 * Label selectors, both as a query string (`app=web,tier in (a,b),!x`) and as `matchLabels`/`matchExpressions`.
 *
 * Models: https://github.com/kubernetes/apimachinery/blob/v0.35.0/pkg/labels/selector.go
 */
import { isLabelValue, isQualifiedName } from '../registry/validation/names.ts';
import { badRequest } from '../status.ts';
import { type LabelToken, lexLabelSelector } from './label-lexer.ts';

export type Labels = Readonly<Record<string, string>>;

type Operator = 'In' | 'NotIn' | 'Exists' | 'DoesNotExist' | 'Gt' | 'Lt';

export interface Requirement {
  readonly key: string;
  readonly operator: Operator;
  readonly values: readonly string[];
}

/** The shape of a `metav1.LabelSelector`. */
export interface LabelSelector {
  readonly matchLabels?: Labels | undefined;
  readonly matchExpressions?:
    | readonly { readonly key: string; readonly operator: string; readonly values?: readonly string[] | undefined }[]
    | undefined;
}

function meets(requirement: Requirement, labels: Labels): boolean {
  const has = Object.hasOwn(labels, requirement.key);
  const value = has ? (labels[requirement.key] as string) : '';
  switch (requirement.operator) {
    case 'In':
      return has && requirement.values.includes(value);
    case 'NotIn':
      return !has || !requirement.values.includes(value);
    case 'Exists':
      return has;
    case 'DoesNotExist':
      return !has;
    case 'Gt':
      return has && Number.parseInt(value, 10) > Number.parseInt(requirement.values[0] as string, 10);
    case 'Lt':
      return has && Number.parseInt(value, 10) < Number.parseInt(requirement.values[0] as string, 10);
    default:
      return requirement.operator satisfies never;
  }
}

/** True when the labels meet every requirement; no requirement selects everything. */
export function matchesRequirements(requirements: readonly Requirement[], labels: Labels | undefined): boolean {
  return requirements.every((requirement) => meets(requirement, labels ?? {}));
}

/** An absent selector selects nothing, an empty one everything. */
export function matchesSelector(selector: LabelSelector | undefined, labels: Labels | undefined): boolean {
  if (!selector) return false;
  const own = labels ?? {};
  const { matchLabels, matchExpressions } = selector;
  for (const key in matchLabels) if (!Object.hasOwn(own, key) || own[key] !== matchLabels[key]) return false;
  if (!matchExpressions) return true;
  return matchExpressions.every(({ key, operator, values }) =>
    meets({ key, operator: operator as Operator, values: values ?? [] }, own),
  );
}

class Parser {
  readonly #tokens: readonly LabelToken[];
  #at = 0;

  constructor(text: string) {
    this.#tokens = lexLabelSelector(text);
  }

  parse(): Requirement[] {
    const requirements: Requirement[] = [];
    for (;;) {
      const next = this.#peek();
      if (next.kind === 'word' || next.kind === '!' || next.kind === 'in' || next.kind === 'notin') {
        requirements.push(this.#requirement());
        const after = this.#take();
        if (after.kind === 'end') return requirements;
        if (after.kind !== ',') throw parseError(`found '${after.text}', expected: ',' or 'end of string'`);
        const following = this.#peek();
        if (
          following.kind !== 'word' &&
          following.kind !== '!' &&
          following.kind !== 'in' &&
          following.kind !== 'notin'
        ) {
          throw parseError(`found '${following.text}', expected: identifier after ','`);
        }
      } else if (next.kind === 'end') {
        return requirements;
      } else {
        throw parseError(`found '${next.text}', expected: !, identifier, or 'end of string'`);
      }
    }
  }

  #peek(): LabelToken {
    return this.#tokens[this.#at] as LabelToken;
  }

  #take(): LabelToken {
    const token = this.#peek();
    if (token.kind !== 'end') this.#at++;
    return token;
  }

  #requirement(): Requirement {
    const negated = this.#peek().kind === '!';
    if (negated) this.#take();
    const token = this.#take();
    if (token.kind !== 'word' && token.kind !== 'in' && token.kind !== 'notin') {
      throw requirementError(`found '${token.text}', expected: identifier`);
    }
    const key = token.text;
    checkKey(key);
    const next = this.#peek().kind;
    if (negated || next === 'end' || next === ',') {
      return { key, operator: negated ? 'DoesNotExist' : 'Exists', values: [] };
    }
    return this.#comparison(key);
  }

  #comparison(key: string): Requirement {
    const token = this.#take();
    switch (token.kind) {
      case 'in':
      case 'notin': {
        const values = this.#values();
        return checked({ key, operator: token.kind === 'in' ? 'In' : 'NotIn', values });
      }
      case '=':
      case '==':
        return checked({ key, operator: 'In', values: [this.#exactValue()] });
      case '!=':
        return checked({ key, operator: 'NotIn', values: [this.#exactValue()] });
      case '>':
      case '<':
        return checked({ key, operator: token.kind === '>' ? 'Gt' : 'Lt', values: [this.#exactValue()] });
      default:
        throw requirementError(`found '${token.text}', expected: in, notin, =, ==, !=, gt, lt`);
    }
  }

  #exactValue(): string {
    const next = this.#peek();
    if (next.kind === 'end' || next.kind === ',') return '';
    const token = this.#take();
    if (token.kind === 'word' || token.kind === 'in' || token.kind === 'notin') return token.text;
    throw requirementError(`found '${token.text}', expected: identifier`);
  }

  #values(): string[] {
    const open = this.#take();
    if (open.kind !== '(') throw requirementError(`found '${open.text}' expected: '('`);
    const values = new Set<string>();
    for (;;) {
      const token = this.#take();
      if (token.kind === ')') return [...values.add('')].sort();
      if (token.kind === ',') {
        values.add('');
        continue;
      }
      if (token.kind !== 'word' && token.kind !== 'in' && token.kind !== 'notin') {
        throw requirementError(`found '${token.text}', expected: ',', ')' or identifier`);
      }
      values.add(token.text);
      const after = this.#take();
      if (after.kind === ')') return [...values].sort();
      if (after.kind !== ',') throw requirementError(`found '${after.text}', expected: ',' or ')'`);
    }
  }
}

function parseError(message: string) {
  return badRequest(message);
}

function requirementError(message: string) {
  return badRequest(`unable to parse requirement: ${message}`);
}

function checkKey(key: string): void {
  const errors = isQualifiedName(key);
  if (errors.length > 0) throw requirementError(`<nil>: Invalid value: ${JSON.stringify(key)}: ${errors.join('; ')}`);
}

function checked(requirement: Requirement): Requirement {
  for (const [index, value] of requirement.values.entries()) {
    const errors = isLabelValue(value);
    if (errors.length > 0) {
      throw requirementError(
        `values[${index}][${requirement.key}]: Invalid value: ${JSON.stringify(value)}: ${errors.join('; ')}`,
      );
    }
    if ((requirement.operator === 'Gt' || requirement.operator === 'Lt') && !/^-?\d+$/.test(value)) {
      throw requirementError(
        `values[${index}]: Invalid value: ${JSON.stringify(value)}: for 'Gt', 'Lt' operators, the value must be an integer`,
      );
    }
  }
  return requirement;
}

/** Reads the `labelSelector` of a request; throws the 400 that the API server answers with. */
export function parseLabelSelector(text: string): Requirement[] {
  return new Parser(text).parse();
}
