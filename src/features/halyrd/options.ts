import { z } from 'zod';

/** What a Halyrd connection needs to know. */
export const options = z.object({
  agentId: z.string().min(1).default('current').meta({
    title: 'Agent',
    description: 'Id of the agent; "current" is the one that the backend runs.',
  }),
  actionPaths: z.string().default('').meta({
    title: 'Action paths',
    description:
      'Only when the backend does not describe them: "kill=POST /agents/{id}/kill-switch, demote=POST …". Names: promote, force-promote, demote, reapprove, kill, config, watchlist.',
  }),
});

export type Options = z.infer<typeof options>;
