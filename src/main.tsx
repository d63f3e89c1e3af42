import { z } from 'zod';

// Zod tries `new Function` when the first schema is made, which our policy forbids and the browser reports. So it is told
// before anything that makes schemas is loaded.
z.config({ jitless: true });

const { start } = await import('~/app/start');
await start(window);
