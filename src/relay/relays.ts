import { validateHeaderName, validateHeaderValue } from 'node:http';
import { z } from 'zod';

/** A backend that this server talks to in the browser's stead. Headers and query may hold keys. */
export interface Relay {
  /** As in `/relay/<name>/`. */
  readonly name: string;
  /** Base of REST, `http:` or `https:`, without a trailing slash. */
  readonly target: string;
  /** Base of sockets, without a trailing slash. */
  readonly socketTarget: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
}

const VARIABLE = /^VIGIL_RELAY_(.+?)_(SOCKET_TARGET|TARGET|HEADERS|QUERY)$/;
const FAMILY = 'VIGIL_RELAY_';

/**
 * Reads the relays from the environment: `VIGIL_RELAY_<NAME>_TARGET`, and optionally `_SOCKET_TARGET`, `_HEADERS` and
 * `_QUERY` (JSON objects of texts). Throws an error that names the variable, never its value: that may be a key.
 */
export function relaysFrom(
  environment: Readonly<Record<string, string | undefined>>,
): readonly Relay[] {
  const found = new Map<string, Partial<Record<string, string>>>();
  for (const [variable, value] of Object.entries(environment)) {
    if (!variable.startsWith(FAMILY) || value === undefined || value === '') continue;
    const [, name, field] =
      VARIABLE.exec(variable) ??
      wrong(variable, 'is not known; it ends in none of _TARGET, _SOCKET_TARGET, _HEADERS, _QUERY');
    found.set(name!, { ...found.get(name!), [field!]: value });
  }
  return Array.from(found, ([name, fields]) => relayOf(name, fields));
}

function relayOf(name: string, fields: Partial<Record<string, string>>): Relay {
  const variable = (field: string) => `${FAMILY}${name}_${field}`;
  const parse = <T>(field: string, schema: z.ZodType<T>, usual: T): T => {
    if (fields[field] === undefined) return usual;
    const parsed = schema.safeParse(fields[field]);
    if (parsed.success) return parsed.data;
    return wrong(variable(field), parsed.error.issues[0]!.message);
  };
  if (fields['TARGET'] === undefined)
    wrong(variable('TARGET'), 'is missing; the other variables of this relay need it');
  const target = parse('TARGET', base(['http:', 'https:']), '');
  return {
    name: name.toLowerCase(),
    target,
    socketTarget: parse('SOCKET_TARGET', base(['ws:', 'wss:', 'http:', 'https:']), target),
    headers: parse('HEADERS', texts(fitsHeader), {}),
    query: parse(
      'QUERY',
      texts(() => true),
      {},
    ),
  };
}

function wrong(variable: string, problem: string): never {
  throw new Error(`${variable} ${problem}`);
}

/** An address to which paths are appended. */
function base(protocols: readonly string[]): z.ZodType<string> {
  return z.string().transform((text, context) => {
    const url = URL.canParse(text.trim()) ? new URL(text.trim()) : null;
    if (
      !url ||
      !protocols.includes(url.protocol) ||
      url.search !== '' ||
      url.hash !== '' ||
      url.username !== ''
    ) {
      const kinds = protocols.map((protocol) => `${protocol}//`).join(', ');
      context.addIssue({
        code: 'custom',
        message: `must be an address (${kinds}) without user, query or fragment`,
      });
      return z.NEVER;
    }
    return url.href.replace(/\/+$/, '');
  });
}

function texts(fits: (name: string, value: string) => boolean): z.ZodType<Record<string, string>> {
  return z.string().transform((text, context) => {
    const parsed = z.record(z.string().min(1), z.string()).safeParse(jsonOf(text));
    if (parsed.success && Object.entries(parsed.data).every(([name, value]) => fits(name, value)))
      return parsed.data;
    context.addIssue({
      code: 'custom',
      message: 'must be a JSON object of texts, such as {"name":"value"}',
    });
    return z.NEVER;
  });
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function fitsHeader(name: string, value: string): boolean {
  try {
    validateHeaderName(name);
    validateHeaderValue(name, value);
    return true;
  } catch {
    return false;
  }
}
