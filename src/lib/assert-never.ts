/** Makes an unhandled arm of a union a compile error, and a clear exception should one arrive at run time. */
export function assertNever(value: never): never {
  throw new Error(`Unhandled case: ${JSON.stringify(value)}`);
}
