/** The scalar types that API fields are made of, as they stand in the store. */

/** Whole milliseconds since the world's epoch (a micro-time may have a fraction). RFC 3339 stands only at the edges. */
export type Instant = number;

/** A resource quantity in its canonical spelling, such as `100m` or `1Mi`. */
export type Quantity = string;

/** A port number or a port's name, a count or a percentage. */
export type IntOrString = number | string;

/** Base64 text, as JSON carries bytes. */
export type Bytes = string;

/** A value that the API server keeps without looking inside. */
export type RawJson = unknown;
