/** As much of Immer and Mutative as the benchmark calls; they are not among our dependencies. */

export interface Immer {
  setAutoFreeze(freeze: boolean): void;
  produce<T>(base: T, recipe: (draft: never) => void): T;
}

export interface Mutative {
  create<T>(base: T, recipe: (draft: never) => void): T;
}
