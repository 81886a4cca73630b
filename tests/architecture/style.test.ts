import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import { isGenerated, listSources, ROOT } from './sources.ts';

const PURE = /^lib\/(world|terminal|assessment|sitting|measurement)\//;
/** The shell's interpreter would reach for the host's chance: this file puts ours in its place while a line runs. */
const REPLACES_CHANCE = 'lib/terminal/shell/host-guard.ts';
const MAX_LINES = 400;
const NAMES_THAT_SAY_NOTHING = /(^|\/)(index|utils?|helpers?|common|misc|types)(\/|\.tsx?$)/;

const sources = [...listSources('lib'), ...listSources('app'), 'server.ts'].filter((path) => !isGenerated(path));

function parse(path: string, text = readFileSync(join(ROOT, path), 'utf8')): ts.SourceFile {
  return ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
}

/** `line: text` of each node of the file that `matches`. */
function findNodes(file: ts.SourceFile, matches: (node: ts.Node) => boolean): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node) => {
    if (matches(node)) {
      const { line } = file.getLineAndCharacterOfPosition(node.getStart());
      found.push(`${file.fileName}:${line + 1}: ${node.getText().slice(0, 60)}`);
    }
    node.forEachChild(visit);
  };
  visit(file);
  return found;
}

/** A regular expression built from data: the learner's text could make it exponential. */
function isDynamicRegExp(node: ts.Node): boolean {
  if (!ts.isNewExpression(node) && !ts.isCallExpression(node)) return false;
  if (node.expression.getText() !== 'RegExp') return false;
  const pattern = node.arguments?.[0];
  return !pattern || !(ts.isStringLiteral(pattern) || ts.isNoSubstitutionTemplateLiteral(pattern));
}

/** Chance, and ways around the lint rules for globals. */
function isHostAccess(node: ts.Node): boolean {
  if (!ts.isPropertyAccessExpression(node)) return false;
  return node.expression.getText() === 'globalThis' || node.getText() === 'Math.random';
}

function isModuleLevelLet(node: ts.Node): boolean {
  return (
    ts.isVariableStatement(node) &&
    ts.isSourceFile(node.parent) &&
    (node.declarationList.flags & ts.NodeFlags.Const) === 0
  );
}

describe('style that the linter cannot see', () => {
  test('no file is longer than 400 lines', () => {
    const long = sources.filter((path) => readFileSync(join(ROOT, path), 'utf8').split('\n').length - 1 > MAX_LINES);
    expect(long).toEqual([]);
  });

  test('no file has a name that says nothing', () => {
    expect(sources.filter((path) => path.startsWith('lib/') && NAMES_THAT_SAY_NOTHING.test(path))).toEqual([]);
  });

  test('no regular expression in lib is built from data', () => {
    const lib = sources.filter((path) => path.startsWith('lib/'));
    expect(lib.flatMap((path) => findNodes(parse(path), isDynamicRegExp))).toEqual([]);
  });

  test('pure folders draw no chance of their own and reach for no global', () => {
    const pure = sources.filter((path) => PURE.test(path) && path !== REPLACES_CHANCE);
    expect(pure.flatMap((path) => findNodes(parse(path), isHostAccess))).toEqual([]);
  });

  test('lib keeps no state in a module', () => {
    const lib = sources.filter((path) => path.startsWith('lib/'));
    expect(lib.flatMap((path) => findNodes(parse(path), isModuleLevelLet))).toEqual([]);
  });

  test('pages stay thin', () => {
    const pages = sources.filter((path) => /^app\/(.*\/)?(page|route|layout)\.tsx?$/.test(path));
    expect(pages.filter((path) => readFileSync(join(ROOT, path), 'utf8').split('\n').length - 1 > 60)).toEqual([]);
  });
});

describe('the rules themselves see a violation', () => {
  const planted = parse(
    'planted.ts',
    'let count = 0;\nexport const a = (p: string) => new RegExp(p);\nexport const b = Math.random();\n',
  );
  test.each([
    ['a dynamic RegExp', isDynamicRegExp],
    ['Math.random', isHostAccess],
    ['module state', isModuleLevelLet],
  ])('%s', (_, rule) => expect(findNodes(planted, rule)).toHaveLength(1));
});
