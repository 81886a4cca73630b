/** Reads the API models that a release of `@kubernetes/client-node` ships: fields and their texts. */
import { existsSync, readFileSync } from 'node:fs';

export interface Model {
  readonly text: string;
  /** Text by field name. */
  readonly fields: ReadonlyMap<string, string>;
}

/** Some Go types are called otherwise in the models: two groups have one of that name. */
const PREFIXES: Readonly<Record<string, readonly string[]>> = {
  'core/v1': ['CoreV1', 'V1'],
  'discovery/v1': ['DiscoveryV1', 'V1'],
  'rbac/v1': ['RbacV1', 'V1'],
  'authentication/v1': ['AuthenticationV1', 'V1'],
  'storage/v1': ['StorageV1', 'V1'],
  'autoscaling/v2': ['V2'],
};

/** The model of a Go struct, undefined where the release has none. */
export function findModel(folder: string, goStruct: string): Model | undefined {
  const [path, name] = splitName(goStruct);
  for (const prefix of PREFIXES[path] ?? ['V1']) {
    const file = `${folder}/dist/gen/models/${prefix}${name}.d.ts`;
    if (existsSync(file))
      return readModel(readFileSync(file, 'utf8'), readFileSync(file.replace('.d.ts', '.js'), 'utf8'));
  }
  return undefined;
}

/** `core/v1.Pod` → `['core/v1', 'Pod']` */
export function splitName(name: string): [string, string] {
  const at = name.lastIndexOf('.');
  return [name.slice(0, at), name.slice(at + 1)];
}

function readModel(declaration: string, code: string): Model {
  const fields = new Map<string, string>();
  for (const [, name] of code.matchAll(/"baseName": "([^"]+)"/g)) fields.set(name as string, '');
  for (const [, text, name] of declaration.matchAll(/\/\*\*\n\s+\* ([^\n]*)\n\s+\*\/\n\s+'([^']+)'\??:/g)) {
    const base = [...fields.keys()].find((field) => field === name || `_${field}` === name);
    fields.set(base ?? (name as string), plainText(text as string));
  }
  const text = declaration.match(/\/\*\*\n\* ([^\n]*)\n\*\/\nexport declare class/)?.[1] ?? '';
  return { text: plainText(text), fields };
}

function plainText(text: string): string {
  return text.replaceAll(/\\(["'])/g, '$1').replaceAll('*_/', '*/');
}
