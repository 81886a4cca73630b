/** Variables of a variant: `{{ name }}`, nothing else. */
import { draw, NAME_ALPHABET, randomStream } from '../../world/sim/random.ts';
import type { Variable } from './schema.ts';

export type Scalar = string | number | boolean;
export type Values = Readonly<Record<string, Scalar>>;

const PLACEHOLDER = /\{\{\s*([a-z][a-zA-Z0-9]*)\s*\}\}/g;
const WHOLE_PLACEHOLDER = /^\{\{\s*([a-z][a-zA-Z0-9]*)\s*\}\}$/;

/** Draws every variable for one seed; a draw depends on the seed and the variable's own name only. */
export function drawVariables(vars: Readonly<Record<string, Variable>>, seed: number): Values {
  return Object.fromEntries(Object.entries(vars).map(([name, variable]) => [name, drawOne(variable, name, seed)]));
}

function drawOne(variable: Variable, name: string, seed: number): Scalar {
  const chance = draw(seed, 'lab-variable', name);
  if ('pick' in variable) return variable.pick[Math.floor(chance * variable.pick.length)] as Scalar;
  if ('int' in variable) return variable.int[0] + Math.floor(chance * (variable.int[1] - variable.int[0] + 1));
  if ('name' in variable) return `${variable.name}-${randomStream(seed, 'lab-name', name).text(4, NAME_ALPHABET)}`;
  return drawCidr(variable.cidr, variable.size, chance);
}

/** A network of `/size` inside `within`. */
function drawCidr(within: string, size: number, chance: number): string {
  const [address = '', length = '0'] = within.split('/');
  const base = address.split('.').reduce((sum, octet) => sum * 256 + Number(octet), 0);
  const count = 2 ** (size - Number(length));
  const network = base + Math.floor(chance * count) * 2 ** (32 - size);
  return `${[24, 16, 8, 0].map((shift) => Math.floor(network / 2 ** shift) % 256).join('.')}/${size}`;
}

/** Replaces placeholders in Markdown and shell, as text. `used` collects the names met; an unknown one stays and is reported there. */
export function fillText(text: string, values: Values, used: Set<string>): string {
  return text.replace(PLACEHOLDER, (whole, name: string) => {
    used.add(name);
    return Object.hasOwn(values, name) ? String(values[name]) : whole;
  });
}

/** Replaces placeholders in parsed YAML or JSON; a scalar that is one placeholder takes the value's type. */
export function fillValue(value: unknown, values: Values, used: Set<string>): unknown {
  if (typeof value === 'string') {
    const name = WHOLE_PLACEHOLDER.exec(value)?.[1];
    if (name === undefined || !Object.hasOwn(values, name)) return fillText(value, values, used);
    used.add(name);
    return values[name];
  }
  if (Array.isArray(value)) return value.map((item) => fillValue(item, values, used));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [fillText(key, values, used), fillValue(item, values, used)]),
  );
}
