import { z } from 'zod';

/** One field of a feature's options, as a form shows it. */
export interface OptionField {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** Held in memory only, never stored, masked everywhere. */
  readonly secret: boolean;
  readonly input:
    | { readonly kind: 'text' }
    | { readonly kind: 'number' }
    | { readonly kind: 'switch' }
    | { readonly kind: 'choice'; readonly choices: readonly string[] };
}

/** The fields of a feature's options schema: a zod object of strings, numbers, booleans and enums. */
export function optionFields(schema: z.ZodType): readonly OptionField[] {
  if (!(schema instanceof z.ZodObject)) return [];
  return Object.entries(schema.shape as Record<string, z.ZodType>).map(([name, field]) => {
    const meta = metaOf(field);
    return {
      name,
      title: meta.title ?? name,
      description: meta.description ?? '',
      secret: meta['secret'] === true,
      input: inputOf(inner(field)),
    };
  });
}

/** Names of the options that must never be stored. */
export function secretNames(schema: z.ZodType): readonly string[] {
  return optionFields(schema)
    .filter((field) => field.secret)
    .map((field) => field.name);
}

type Meta = { title?: string; description?: string } & Record<string, unknown>;

/** Meta may sit on the wrapper or on what it wraps, depending on the order of calls. */
function metaOf(field: z.ZodType): Meta {
  const wrapped = inner(field);
  return { ...(wrapped.meta() as Meta | undefined), ...(field.meta() as Meta | undefined) };
}

function inner(field: z.ZodType): z.ZodType {
  if (
    field instanceof z.ZodDefault ||
    field instanceof z.ZodOptional ||
    field instanceof z.ZodNullable
  ) {
    return inner(field.unwrap() as z.ZodType);
  }
  return field;
}

function inputOf(field: z.ZodType): OptionField['input'] {
  if (field instanceof z.ZodEnum) return { kind: 'choice', choices: field.options.map(String) };
  if (field instanceof z.ZodBoolean) return { kind: 'switch' };
  if (field instanceof z.ZodNumber) return { kind: 'number' };
  return { kind: 'text' };
}
