import { z } from 'zod';

const BASE = '/mock/__control';

const stateSchema = z.looseObject({
  seed: z.number(),
  speed: z.number(),
  worldNowMs: z.number(),
  wires: z.array(
    z.looseObject({
      id: z.string(),
      sockets: z.number(),
      faults: z.record(z.string(), z.unknown()),
      emitted: z.number(),
      withheld: z.number(),
    }),
  ),
});

/** What the demo backend says of itself. */
export type DemoState = z.infer<typeof stateSchema>;

/** The demo backend's state, or null when it does not answer. */
export async function readDemoState(): Promise<DemoState | null> {
  try {
    const response = await fetch(`${BASE}/state`, { cache: 'no-store' });
    const result = stateSchema.safeParse(await response.json());
    return result.success ? result.data : null;
  } catch {
    return null;
  }
}

/** Tells the demo backend to do something; null when done, otherwise why not. */
export async function controlDemo(
  act: 'speed' | 'fault' | 'clear' | 'reset',
  body: Readonly<Record<string, unknown>>,
): Promise<string | null> {
  try {
    const response = await fetch(`${BASE}/${act}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
    return response.ok ? null : `The demo backend answered ${response.status}.`;
  } catch {
    return 'The demo backend does not answer.';
  }
}
