/** The scale of ratings: points as people read them, logits as the formulas have them. */

/** Points a logit; 400 / ln 10, so that 400 points are odds of 10 to 1. */
export const LOGIT = 400 / Math.LN10;

/** The middle of all abilities, points; by it the scale is anchored. */
export const MIDDLE = 1500;

/** How far abilities of people in one topic lie apart: their standard deviation, points. */
export const SPREAD = 174;

/** How alike a person's abilities in two topics are: their correlation over all people. */
export const LIKENESS = 0.5;

/** Half the width of a 90 % interval in standard deviations. */
export const NINETY = 1.6449;
