import { z } from 'zod';

/** What a Hyperoru connection needs to know besides its addresses. */
export const optionsSchema = z.object({
  dialect: z.enum(['documented', 'upstream']).default('documented').meta({
    title: 'Dialect',
    description:
      'Documented: as the provider’s pages say. Upstream: the flat messages of Hyper-Alpha-Arena, the open project with the same vocabulary.',
  }),
  authMode: z.enum(['auto', 'message', 'query', 'none']).default('auto').meta({
    title: 'Sign-in',
    description:
      'How the token is given: as the first message, in the address of the socket, or not at all. Auto: in the address for hyperoru.com, as a message elsewhere.',
  }),
  sessionToken: z.string().default('').meta({
    title: 'Session token',
    description: 'It can place trades.',
    secret: true,
  }),
  user: z.string().trim().max(80).default('').meta({
    title: 'User',
    description:
      'Whose accounts to see. Documented: a user id to switch to. Upstream: a user name, “default” when empty.',
  }),
  account: z.string().trim().max(80).default('').meta({
    title: 'Account to follow',
    description:
      'An account id to switch to. Empty: all accounts, or upstream the user’s first one, since a socket is bound to one there.',
  }),
  tradingMode: z.enum(['paper', 'testnet', 'mainnet']).default('paper').meta({
    title: 'Trading mode',
    description: 'Upstream only: what is asked for at the start. Mainnet moves real money.',
  }),
  accountIds: z.string().default('').meta({
    title: 'Accounts to ask for',
    description: 'Account ids separated by commas. Empty: every account the token may see.',
  }),
});

export type HyperoruOptions = z.infer<typeof optionsSchema>;

export type AuthMode = 'message' | 'query' | 'none';

/** The two pages of the provider disagree on how to sign in (HY2), so the host decides unless a person has. */
export function authModeOf(options: HyperoruOptions, socketUrl: string): AuthMode {
  if (options.authMode !== 'auto') return options.authMode;
  return isProduction(socketUrl) ? 'query' : 'message';
}

/** The user that a person asked for; null: nobody in particular. */
export function userOf(options: HyperoruOptions): string | null {
  return options.user === '' ? null : options.user;
}

/** The ids a person listed; empty: all. */
export function listedAccounts(options: HyperoruOptions): readonly string[] {
  return options.accountIds
    .split(',')
    .map((id) => id.trim())
    .filter((id) => id !== '');
}

function isProduction(socketUrl: string): boolean {
  const host = URL.canParse(socketUrl) ? new URL(socketUrl).hostname : '';
  return host === 'hyperoru.com' || host.endsWith('.hyperoru.com');
}
