/** The pod spec inside an object, for the commands that change containers. */
import { CommandError } from '../cli/errors.ts';
import type { Info } from '../client/resources.ts';
import { at, isObject, type Json, type JsonObject, list, text, withValue } from '../json.ts';

const PATHS: readonly (readonly string[])[] = [
  ['spec', 'template', 'spec'],
  ['spec', 'jobTemplate', 'spec', 'template', 'spec'],
];

function specPath(info: Info): readonly string[] | undefined {
  if (info.resource.kind === 'Pod') return ['spec'];
  return PATHS.find((path) => isObject(at(info.object, ...path)));
}

/** Throws in kubectl's words for what has no pods. */
export function podSpecOf(info: Info): { spec: JsonObject; path: readonly string[] } {
  const path = specPath(info);
  const spec = path && at(info.object, ...path);
  if (path && isObject(spec)) return { spec, path };
  throw new CommandError(
    `error: ${info.resource.name}/${info.name} the object is not a pod or does not have a pod template: *${info.resource.version}.${info.resource.kind}\n`,
  );
}

/** The object with its pod spec replaced. */
export const withPodSpec = (info: Info, path: readonly string[], spec: JsonObject): JsonObject =>
  withValue(info.object ?? {}, path, spec);

export type ContainerChange = (container: JsonObject) => JsonObject;

/** Changes the containers (init containers too) that match; says how many did. */
export function changeContainers(
  spec: JsonObject,
  matches: (name: string) => boolean,
  change: ContainerChange,
): { spec: JsonObject; matched: number } {
  let matched = 0;
  const changeAll = (containers: readonly Json[]) =>
    containers.map((container) => {
      if (!isObject(container) || !matches(text(container, 'name'))) return container;
      matched++;
      return change(container);
    });
  const initial = list(spec, 'initContainers');
  const changedInitial = initial.length > 0 ? { initContainers: changeAll(initial) } : {};
  const changed = { ...spec, ...changedInitial, containers: changeAll(list(spec, 'containers')) };
  return { spec: changed, matched };
}

/** A container pattern: a name, `*`, or a name with stars in it. */
export function matchesPattern(pattern: string, name: string): boolean {
  const parts = pattern.split('*');
  if (parts.length === 1) return pattern === name;
  let at = 0;
  for (const [index, part] of parts.entries()) {
    const found = index === 0 ? (name.startsWith(part) ? 0 : -1) : name.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return parts.at(-1) === '' || name.endsWith(parts.at(-1) ?? '');
}
