import { z } from 'zod';
import type { Person } from '../core/gate.ts';

/** Who the bot is and where it is at home, as `auth.test` says. */
export interface Self {
  readonly userId: string;
  readonly botId: string;
  readonly teamId: string;
  /** Given where the workspace is part of an organisation. */
  readonly enterpriseId?: string;
}

const SlackUser = z.object({
  id: z.string(),
  name: z.string().optional(),
  team_id: z.string().optional(),
  deleted: z.boolean().optional(),
  is_bot: z.boolean().optional(),
  is_stranger: z.boolean().optional(),
  is_restricted: z.boolean().optional(),
  is_ultra_restricted: z.boolean().optional(),
  profile: z.object({ display_name: z.string().optional() }).optional(),
  enterprise_user: z.object({ enterprise_id: z.string().optional(), teams: z.array(z.string()).optional() }).optional(),
});
type SlackUser = z.infer<typeof SlackUser>;

/** What one of Slack's users is to us; undefined for what is no user at all. */
export function personOf(user: unknown, self: Pick<Self, 'teamId' | 'enterpriseId'>): Omit<Person, 'checkedAt' | 'groups'> | undefined {
  const parsed = SlackUser.safeParse(user);
  if (!parsed.success) return undefined;
  const { id, name, profile } = parsed.data;
  return { id, name: profile?.display_name || name || id, kind: kindOf(parsed.data, self) };
}

function kindOf(user: SlackUser, self: Pick<Self, 'teamId' | 'enterpriseId'>): 'gone' | 'bot' | 'stranger' | 'guest' | 'member' {
  if (user.deleted) return 'gone';
  if (user.is_bot) return 'bot';
  if (user.is_stranger || !isOurs(user, self)) return 'stranger';
  return user.is_restricted || user.is_ultra_restricted ? 'guest' : 'member';
}

/**
 * Slack calls only those strangers with whom no channel is shared: people of other companies in our channels are told by their team alone.
 * Within an organisation somebody of ours may have another team as their first, but is then in ours too.
 */
function isOurs(
  { team_id, enterprise_user: organisation }: SlackUser,
  { teamId, enterpriseId }: Pick<Self, 'teamId' | 'enterpriseId'>,
): boolean {
  if (team_id === teamId) return true;
  return enterpriseId !== undefined && organisation?.enterprise_id === enterpriseId && (organisation.teams ?? []).includes(teamId);
}
