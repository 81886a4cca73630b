/**
 * What Go says of a text that is no JSON.
 * Models: https://github.com/golang/go/blob/go1.25.0/src/encoding/json/scanner.go
 */

class Broken extends Error {}

const SPACE = /[ \t\r\n]/;

class Scanner {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  document(): void {
    this.#value();
    this.#space();
    if (this.#at < this.#text.length) this.#fail('after top-level value');
  }

  #fail(where: string): never {
    const char = this.#text[this.#at];
    if (char === undefined) throw new Broken('unexpected end of JSON input');
    throw new Broken(`invalid character ${quoted(char)} ${where}`);
  }

  #space(): void {
    while (SPACE.test(this.#text[this.#at] ?? '')) this.#at++;
  }

  #value(): void {
    this.#space();
    const char = this.#text[this.#at] ?? '';
    if (char === '{') this.#object();
    else if (char === '[') this.#array();
    else if (char === '"') this.#string();
    else if (/[-\d]/.test(char)) this.#number();
    else this.#literal(['true', 'false', 'null'].find((word) => word[0] === char));
  }

  #literal(word: string | undefined): void {
    if (word === undefined) this.#fail('looking for beginning of value');
    for (const [index, char] of [...word].entries()) {
      if (this.#text[this.#at] !== char)
        this.#fail(index === 0 ? 'looking for beginning of value' : `in literal ${word} (expecting '${char}')`);
      this.#at++;
    }
  }

  #object(): void {
    this.#at++;
    this.#space();
    if (this.#text[this.#at] === '}') {
      this.#at++;
      return;
    }
    for (;;) {
      this.#space();
      if (this.#text[this.#at] !== '"') this.#fail('looking for beginning of object key string');
      this.#string();
      this.#space();
      if (this.#text[this.#at] !== ':') this.#fail('after object key');
      this.#at++;
      this.#value();
      this.#space();
      if (this.#text[this.#at] === '}') break;
      if (this.#text[this.#at] !== ',') this.#fail('after object key:value pair');
      this.#at++;
    }
    this.#at++;
  }

  #array(): void {
    this.#at++;
    this.#space();
    if (this.#text[this.#at] === ']') {
      this.#at++;
      return;
    }
    for (;;) {
      this.#value();
      this.#space();
      if (this.#text[this.#at] === ']') break;
      if (this.#text[this.#at] !== ',') this.#fail('after array element');
      this.#at++;
    }
    this.#at++;
  }

  #string(): void {
    this.#at++;
    for (let char = this.#text[this.#at]; char !== '"'; char = this.#text[this.#at]) {
      if (char === undefined || char < ' ') this.#fail('in string literal');
      this.#at++;
      if (char === '\\') this.#escape();
    }
    this.#at++;
  }

  #escape(): void {
    const char = this.#text[this.#at] ?? '';
    if (!/^["\\/bfnrtu]$/.test(char)) this.#fail('in string escape code');
    this.#at++;
    if (char !== 'u') return;
    for (let n = 0; n < 4; n++) {
      if (!/^[0-9a-fA-F]$/.test(this.#text[this.#at] ?? '')) this.#fail('in \\u hexadecimal character escape');
      this.#at++;
    }
  }

  #digits(where: string): void {
    if (!/^\d$/.test(this.#text[this.#at] ?? '')) this.#fail(where);
    while (/^\d$/.test(this.#text[this.#at] ?? '')) this.#at++;
  }

  #number(): void {
    if (this.#text[this.#at] === '-') this.#at++;
    if (this.#text[this.#at] === '0') this.#at++;
    else this.#digits('in numeric literal');
    if (this.#text[this.#at] === '.') {
      this.#at++;
      this.#digits('after decimal point in numeric literal');
    }
    if (!/^[eE]$/.test(this.#text[this.#at] ?? '')) return;
    this.#at++;
    if (/^[-+]$/.test(this.#text[this.#at] ?? '')) this.#at++;
    this.#digits('in exponent of numeric literal');
  }
}

function quoted(char: string): string {
  if (char === "'") return "'\\''";
  if (char === '"') return "'\"'";
  return `'${JSON.stringify(char).slice(1, -1)}'`;
}

/** Undefined where the text is JSON. */
export function findSyntaxError(text: string): string | undefined {
  try {
    new Scanner(text).document();
    return undefined;
  } catch (error) {
    if (error instanceof RangeError) return 'exceeded max depth';
    if (!(error instanceof Broken)) throw error;
    return error.message;
  }
}
