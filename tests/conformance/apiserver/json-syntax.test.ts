/**
 * What the API server says of a body that is no JSON: Go's own sentences.
 * Source: https://github.com/golang/go/blob/go1.25.0/src/encoding/json/scanner.go, decode_test.go (TestUnmarshalSyntax, TestSyntaxErrors).
 */
import { describe, expect, test } from 'vitest';
import { findSyntaxError } from '../../../lib/world/apiserver/json-syntax.ts';

const SENTENCES: readonly (readonly [string, string])[] = [
  ['', 'unexpected end of JSON input'],
  ['{', 'unexpected end of JSON input'],
  ['[1', 'unexpected end of JSON input'],
  ['tru', 'unexpected end of JSON input'],
  ['a', "invalid character 'a' looking for beginning of value"],
  ['{a:1}', "invalid character 'a' looking for beginning of object key string"],
  ['{"a":1,}', "invalid character '}' looking for beginning of object key string"],
  ['{"a" 1}', "invalid character '1' after object key"],
  ['{"a":1 "b":2}', `invalid character '"' after object key:value pair`],
  ['[1 2]', "invalid character '2' after array element"],
  ['[1,]', "invalid character ']' looking for beginning of value"],
  ['nulx', "invalid character 'x' in literal null (expecting 'l')"],
  ['"\\q"', "invalid character 'q' in string escape code"],
  ['"a\nb"', "invalid character '\\n' in string literal"],
  ['1.x', "invalid character 'x' after decimal point in numeric literal"],
  ['1ex', "invalid character 'x' in exponent of numeric literal"],
  ['-x', "invalid character 'x' in numeric literal"],
  ['{} {}', "invalid character '{' after top-level value"],
  ["'", "invalid character '\\'' looking for beginning of value"],
];

describe('a body that is no JSON', () => {
  test.each(SENTENCES)('%j', (text, sentence) => {
    expect(findSyntaxError(text)).toBe(sentence);
  });

  test.each(['{}', '[]', ' {"a":[1,-0.5e+3,"\\u00e9",true,false,null]} ', '"x"', '0'])('%j is JSON', (text) => {
    expect(findSyntaxError(text)).toBeUndefined();
    expect(() => JSON.parse(text)).not.toThrow();
  });
});
