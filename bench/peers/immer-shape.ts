/** The two functions of Immer and Mutative that the benchmark calls; they are not among our dependencies. */

export declare const immer: {
  setAutoFreeze(freeze: boolean): void;
  produce<T>(base: T, recipe: (draft: never) => void): T;
};

export declare const mutative: {
  create<T>(base: T, recipe: (draft: never) => void): T;
};
