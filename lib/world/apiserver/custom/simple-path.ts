/** JSON paths as definitions use them: `.spec.replicas`, `.status.conditions[?(@.type=="Ready")].status`, `.spec.hosts[*]`. */
import { isObject } from '../../api/decoding.ts';

type Step =
  | { readonly form: 'member'; readonly name: string }
  | { readonly form: 'index'; readonly at: number }
  | { readonly form: 'all' }
  | {
      readonly form: 'where';
      readonly path: readonly Step[];
      readonly equals: 'Equal' | 'Different';
      readonly value: string;
    };

const TOKEN =
  /^(?:\.([A-Za-z0-9_$-](?:[^.[\]\\]|\\.)*)|\[(\d+)\]|\[\*\]|\.(\*)|\['((?:[^'\\]|\\.)*)'\]|\["((?:[^"\\]|\\.)*)"\]|\[\?\(@((?:\.[A-Za-z0-9_-]+)+)\s*(==|!=)\s*(?:"([^"]*)"|'([^']*)'|([\w.-]+))\s*\)\])/;

/** The steps of a path; undefined when it is none. */
export function parsePath(path: string): readonly Step[] | undefined {
  let rest = path.startsWith('{') && path.endsWith('}') ? path.slice(1, -1) : path;
  if (rest.startsWith('$')) rest = rest.slice(1);
  const steps: Step[] = [];
  while (rest !== '') {
    const match = rest.match(TOKEN);
    if (!match) return undefined;
    steps.push(stepOf(match));
    rest = rest.slice(match[0].length);
  }
  return steps.length > 0 ? steps : undefined;
}

function stepOf(match: RegExpMatchArray): Step {
  const [, name, at, , single, double, path, sign, ...values] = match;
  const member = name ?? single ?? double;
  if (member !== undefined) return { form: 'member', name: member.replace(/\\(.)/g, '$1') };
  if (at !== undefined) return { form: 'index', at: Number(at) };
  if (path === undefined) return { form: 'all' };
  const value = values.find((one) => one !== undefined) ?? '';
  return { form: 'where', path: parsePath(path) ?? [], equals: sign === '==' ? 'Equal' : 'Different', value };
}

function walk(step: Step, value: unknown): unknown[] {
  switch (step.form) {
    case 'member':
      return isObject(value) && Object.hasOwn(value, step.name) ? [value[step.name]] : [];
    case 'index':
      return Array.isArray(value) && step.at < value.length ? [value[step.at]] : [];
    case 'all':
      return Array.isArray(value) ? value : isObject(value) ? Object.values(value) : [];
    case 'where': {
      const { path, value: wanted } = step;
      const holds = (item: unknown) => findValues(path, item).some((one) => String(one) === wanted);
      const items = Array.isArray(value) ? value : [];
      return items.filter((item) => holds(item) === (step.equals === 'Equal'));
    }
    default:
      return step satisfies never;
  }
}

/** Every value at the path. */
export function findValues(steps: readonly Step[], value: unknown): unknown[] {
  let found = [value];
  for (const step of steps) found = found.flatMap((one) => walk(step, one));
  return found.filter((one) => one !== undefined && one !== null);
}

export function findFirst(path: string, value: unknown): unknown {
  const steps = parsePath(path);
  return steps && findValues(steps, value)[0];
}
