import { z } from 'zod';
import { eventKinds, publish } from '../delivery/publish.ts';
import { SlackError } from '../errors.ts';
import { team } from '../identity.ts';
import type { UserGroup } from '../setup.ts';
import type { World } from '../world.ts';
import { Flag, Names, Text } from './arguments.ts';
import { defineMethod } from './method.ts';

/** The group with the people who are in it now. Throws `no_such_subteam`. */
function groupNamed({ store, setup }: World, id: string): UserGroup {
  const group = setup.groups.find((one) => one.id === id);
  if (!group) throw new SlackError('no_such_subteam');
  return { ...group, users: [...(store.group(id) ?? group.users)] };
}

export const usergroupsList = defineMethod({
  name: 'usergroups.list',
  scope: 'usergroups:read',
  arguments: z.object({ include_users: Flag, include_count: Flag, include_disabled: Flag }),
  answer: (world, _caller, given) => ({
    usergroups: world.setup.groups
      .map(({ id }) => groupNamed(world, id))
      .map(({ users, ...group }) =>
        wireGroup(group, { ...(given.include_users ? { users } : {}), ...(given.include_count ? { user_count: users.length } : {}) }),
      ),
  }),
});

export const usergroupsUsersList = defineMethod({
  name: 'usergroups.users.list',
  scope: 'usergroups:read',
  arguments: z.object({ usergroup: Text }),
  answer: (world, _caller, given) => ({ users: groupNamed(world, given.usergroup).users }),
});

export const usergroupsUsersUpdate = defineMethod({
  name: 'usergroups.users.update',
  tokens: ['user'],
  arguments: z.object({ usergroup: Text, users: Names }),
  answer(world, _caller, given) {
    const { users: before, ...group } = groupNamed(world, given.usergroup);
    if (given.users.length === 0) throw new SlackError('no_users_provided');
    if (given.users.some((user) => !world.people.find(user))) throw new SlackError('invalid_users');
    world.store.record({ is: 'group', id: group.id, users: given.users });
    const added = given.users.filter((id) => !before.includes(id));
    const removed = before.filter((id) => !given.users.includes(id));
    const now = Math.floor(world.now().getTime() / 1000);
    publish(world, eventKinds.groupChanged, undefined, {
      type: 'subteam_members_changed',
      subteam_id: group.id,
      team_id: team.id,
      date_previous_update: now,
      date_update: now,
      added_users: added,
      added_users_count: added.length,
      removed_users: removed,
      removed_users_count: removed.length,
      event_ts: world.store.timestamp(),
    });
    return { usergroup: wireGroup(group, { users: given.users }) };
  },
});

function wireGroup({ id, name, handle }: Omit<UserGroup, 'users'>, who: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return { id, team_id: team.id, is_usergroup: true, name, handle, description: '', is_external: false, date_delete: 0, ...who };
}
