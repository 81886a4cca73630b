// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the texts are shell.
import { describe, expect, it } from 'vitest';
import { isComplete, splitCommands } from '../../../lib/terminal/shell/scan.ts';

describe('a text that needs another line', () => {
  it.each([
    'echo "open',
    "echo 'open",
    "echo $'open",
    'echo `date',
    'echo $(date',
    'echo ${x',
    'echo $((1 +',
    'echo \\',
    'ls |',
    'true &&',
    'true ||',
    'ls | # why',
    'for i in 1 2; do',
    'for i in 1 2',
    'for ((i=0; i<3; i++))',
    'while true',
    'until false; do echo',
    'if true; then echo a; else',
    'case x in',
    'case x in a) echo b;;',
    'f() {',
    'f()\n{ echo',
    'function f {',
    '{ echo a;',
    '(echo a',
    'a=(1 2',
    '[[ a == b &&',
    'cat <<EOF',
    'cat <<EOF\nline',
    "cat <<'END' | grep x\nline\nEND2",
    'cat <<-EOF\n\tline',
    'if true; then\n  for i in 1; do\n    echo\n  done',
    'diff <(echo a',
  ])('%j', (text) => expect(isComplete(text)).toBe(false));
});

describe('a whole text', () => {
  it.each([
    '',
    'echo hi',
    'echo "a\nb" \'c\nd\'',
    "echo it\\'s $'it\\'s'",
    'echo "it\'s"',
    'echo $(date) ${x:-$(y)} $((1+(2*3))) `z`',
    'sleep 5 &',
    'ls; pwd;',
    'ls # comment with "quote',
    'echo a#b "#"',
    'for i in 1 2; do echo $i; done',
    'for ((i=0; i<3; i++)); do :; done',
    'while read l; do echo $l; done < f',
    'if a; then b; elif c; then d; else e; fi',
    'case x in a|b) echo ;; *) echo "(" ;; esac',
    'case x in (a) echo;; esac; echo done',
    'f() { echo a; }',
    'f () { echo a; }; f',
    '{ echo a; echo b; } > f',
    '( a; b ) && ( c )',
    'a=(1 "2 3" $(x)); echo ${a[@]}',
    'x=$((3 * (2 + 1))); ((x++))',
    '[[ $a == (x|y)* && -n b ]]',
    'cat <<EOF\nif "open\nEOF',
    'cat <<A <<B\n1\nA\n2\nB',
    'cat <<-EOF\n\tx\n\tEOF',
    'cat <<EOF | sort\nb\na\nEOF',
    'cat <<< "here $x"',
    'echo do done fi then { }',
    'echo {a,b} ${x}',
    'diff <(echo a) >(cat)',
    'echo a \\\n b',
    "kubectl get po -o jsonpath='{.items[*].metadata.name}'",
    'awk \'{ if ($1) { print "x" }\' f',
    'time sleep 1',
    '! grep -q x f',
    'for',
  ])('%j', (text) => expect(isComplete(text)).toBe(true));
});

describe('splitting a script', () => {
  it('gives one command at a time, here-documents and blocks whole', () => {
    const script =
      '#!/bin/bash\n# fix it\nkubectl get po\n\ncat <<EOF | kubectl apply -f -\na: 1\n\n# kept\nEOF\nfor i in 1 2; do\n  echo $i\ndone\necho "open';
    expect(splitCommands(script)).toEqual([
      'kubectl get po',
      'cat <<EOF | kubectl apply -f -\na: 1\n\n# kept\nEOF',
      'for i in 1 2; do\n  echo $i\ndone',
      'echo "open',
    ]);
  });
});
