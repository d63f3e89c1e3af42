import { z } from 'zod';

/** What a Halyrd connection needs to know. */
export const options = z.object({
  agentId: z.string().min(1).default('current').meta({
    title: 'Agent',
    description: 'Id of the agent; "current" is the one that the backend runs.',
  }),
});

export type Options = z.infer<typeof options>;
