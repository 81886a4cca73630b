// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the texts are shell.
/** What bash 5.2.15 printed for `jobs` after these lines were started with `&`. */
import { parse, type StatementNode } from 'just-bash';
import { expect, it } from 'vitest';
import { statementText } from '../../../lib/terminal/shell/statement-text.ts';

it.each([
  ['while true; do sleep 1; done', 'while true; do\n    sleep 1;\ndone'],
  ['{ echo a; sleep 100; } >/dev/null', '{ echo a; sleep 100; } > /dev/null'],
  ['(sleep 50; echo x)', '( sleep 50; echo x )'],
  ['for i in 1 2 3; do sleep 50; echo $i; done', 'for i in 1 2 3;\ndo\n    sleep 50; echo $i;\ndone'],
  ['if true; then sleep 50; else echo no; fi', 'if true; then\n    sleep 50;\nelse\n    echo no;\nfi'],
  ['sleep 100 | cat', 'sleep 100 | cat'],
  [
    'case x in x) sleep 40;; *) echo y;; esac',
    'case x in \n    x)\n        sleep 40\n    ;;\n    *)\n        echo y\n    ;;\nesac',
  ],
  ['until false; do sleep 3; done', 'until false; do\n    sleep 3;\ndone'],
  ['sleep 40 && echo hi', 'sleep 40 && echo hi'],
  ['sleep 40 > /var/x 2>&1', 'sleep 40 > /var/x 2>&1'],
  ['FOO=bar sleep 40', 'FOO=bar sleep 40'],
  ['[[ -n x ]] && sleep 40', '[[ -n x ]] && sleep 40'],
  [
    'while read -r l; do sleep 4; done < /dev/null | sleep 40',
    'while read -r l; do\n    sleep 4;\ndone < /dev/null | sleep 40',
  ],
  [
    'if a; then b; elif sleep 40; then c; d; fi',
    'if a; then\n    b;\nelse\n    if sleep 40; then\n        c; d;\n    fi;\nfi',
  ],
])('%s', (line, printed) => {
  expect(statementText(parse(line).statements[0] as StatementNode)).toBe(printed);
});
