import { z } from 'zod';

const url = (schemes: readonly string[]) =>
  z
    .string()
    .trim()
    .transform((text) => text.replace(/\/+$/, ''))
    .refine(
      (text) => schemes.some((scheme) => text.startsWith(`${scheme}://`)) && URL.canParse(text),
      {
        error: `must be an address that starts with ${schemes.map((scheme) => `${scheme}://`).join(' or ')}`,
      },
    );

/** Longest name of a connection. */
export const MAX_LABEL = 40;

/** One connection as a person configured it and as it is stored. Secrets are not part of it. */
export const connectionSettingSchema = z.object({
  id: z.string().min(1),
  featureId: z.string().min(1),
  label: z
    .string()
    .trim()
    .min(1, 'must not be empty')
    .max(MAX_LABEL, `at most ${MAX_LABEL} characters`),
  enabled: z.boolean(),
  via: z.enum(['direct', 'relay', 'demo']),
  /** Used when `via` is direct. */
  socketUrl: url(['ws', 'wss']),
  restUrl: url(['http', 'https']),
  /** Name of the relay on our own origin, used when `via` is relay. */
  relay: z
    .string()
    .trim()
    .regex(/^[a-z0-9-]*$/, 'only small letters, digits and hyphens'),
  options: z.record(z.string(), z.unknown()),
});

export type ConnectionSetting = z.infer<typeof connectionSettingSchema>;

/** An id that no connection has yet. */
export function freshId(featureId: string, settings: readonly ConnectionSetting[]): string {
  for (let number = 1; ; number += 1) {
    const id = `${featureId}-${number}`;
    if (!settings.some((setting) => setting.id === id)) return id;
  }
}

const VERSION = 1;
const KEY = 'vigil.connections';
const REJECTED_KEY = 'vigil.connections.rejected';

/** What was found in storage: the connections that are sound, and a sentence for each that is not. */
export interface LoadedSettings {
  /** Null: nothing was ever stored (a first visit), or nothing of it could be read. */
  readonly connections: readonly ConnectionSetting[] | null;
  readonly notices: readonly string[];
}

/**
 * Reads the stored connections. A broken one is left out and named, field by field; what was stored is kept beside, so
 * that nothing is lost.
 */
export function loadSettings(storage: Pick<Storage, 'getItem' | 'setItem'>): LoadedSettings {
  const text = readItem(storage, KEY);
  if (text === null) return { connections: null, notices: [] };
  const stored = parse(text);
  if (stored === null) {
    keepRejected(storage, text);
    return {
      connections: null,
      notices: [
        'Stored connections could not be read and were set aside; the defaults are in use.',
      ],
    };
  }
  const connections: ConnectionSetting[] = [];
  const notices: string[] = [];
  stored.forEach((item, index) => {
    const result = connectionSettingSchema.safeParse(item);
    if (result.success) connections.push(result.data);
    else notices.push(notice(index, result.error));
  });
  if (notices.length > 0) keepRejected(storage, text);
  return { connections, notices };
}

/** Stores the connections; false when the browser refuses (private mode, full), which is to be shown. */
export function saveSettings(
  storage: Pick<Storage, 'setItem'>,
  connections: readonly ConnectionSetting[],
): boolean {
  try {
    storage.setItem(KEY, JSON.stringify({ version: VERSION, connections }));
    return true;
  } catch {
    return false;
  }
}

function parse(text: string): readonly unknown[] | null {
  try {
    const result = z
      .object({ version: z.literal(VERSION), connections: z.array(z.unknown()) })
      .safeParse(JSON.parse(text));
    return result.success ? result.data.connections : null;
  } catch {
    return null;
  }
}

function notice(index: number, error: z.ZodError): string {
  const fields = error.issues.map((issue) => `${issue.path.join('.') || 'entry'} ${issue.message}`);
  return `Stored connection ${index + 1} was left out: ${fields.join('; ')}.`;
}

function readItem(storage: Pick<Storage, 'getItem'>, key: string): string | null {
  try {
    return storage.getItem(key);
  } catch {
    return null;
  }
}

function keepRejected(storage: Pick<Storage, 'setItem'>, text: string): void {
  try {
    storage.setItem(REJECTED_KEY, text);
  } catch {
    // Storage that refuses to write loses nothing: the original text is still under its own key.
  }
}
