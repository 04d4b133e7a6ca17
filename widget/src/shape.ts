/**
 * Reads JSON from outside into a shape that the rest can rely on.
 *
 * A shape is an example of what is wanted, with the value that stands in where the JSON has something else:
 * `""` for a text, `null` for a text that may be missing, a number, `[shape]` for a list, `{…}` for an object.
 */

export type Shape = string | number | null | readonly [Shape] | { readonly [name: string]: Shape };

/** The type that a shape stands for. */
export type Of<S> = S extends string
  ? string
  : S extends number
    ? number
    : S extends null
      ? string | null
      : S extends readonly [infer Item]
        ? Of<Item>[]
        : { -readonly [Name in keyof S]: Of<S[Name]> };

/** Return the value in the given shape; it never fails. */
export function fit<S extends Shape>(value: unknown, shape: S): Of<S> {
  return fitted(value, shape) as Of<S>;
}

function fitted(value: unknown, shape: Shape): unknown {
  if (shape === null) return typeof value === "string" && value ? value : null;
  if (typeof shape !== "object") return typeof value === typeof shape ? value : shape;
  if (isList(shape)) return Array.isArray(value) ? value.map((item) => fitted(item, shape[0])) : [];
  const raw = (value ?? {}) as Record<string, unknown>;
  return Object.fromEntries(Object.entries(shape).map(([name, part]) => [name, fitted(raw[name], part)]));
}

function isList(shape: Shape): shape is readonly [Shape] {
  return Array.isArray(shape);
}
