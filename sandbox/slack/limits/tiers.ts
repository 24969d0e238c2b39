type Tier = 1 | 2 | 3 | 4 | 'special';

/** Slack's tier of each method, as its reference says; `special` ones have limits of their own or none that one meets. */
const tiers: Readonly<Record<string, Tier>> = {
  'api.test': 'special',
  'apps.connections.open': 3,
  'auth.test': 'special',
  'blocks.validate': 'special',
  'bookmarks.add': 2,
  'bots.info': 3,
  'canvases.create': 2,
  'canvases.edit': 3,
  'chat.delete': 3,
  'chat.deleteScheduledMessage': 3,
  'chat.getPermalink': 'special',
  'chat.postEphemeral': 4,
  'chat.postMessage': 'special',
  'chat.scheduleMessage': 3,
  'chat.scheduledMessages.list': 3,
  'chat.update': 3,
  'conversations.archive': 2,
  'conversations.canvases.create': 2,
  'conversations.create': 2,
  'conversations.history': 3,
  'conversations.info': 3,
  'conversations.invite': 3,
  'conversations.join': 3,
  'conversations.kick': 3,
  'conversations.leave': 3,
  'conversations.list': 2,
  'conversations.members': 4,
  'conversations.open': 3,
  'conversations.rename': 2,
  'conversations.replies': 3,
  'conversations.setTopic': 2,
  'conversations.unarchive': 2,
  'emoji.list': 2,
  'files.completeUploadExternal': 4,
  'files.delete': 3,
  'files.getUploadURLExternal': 4,
  'files.info': 4,
  'files.list': 3,
  'pins.add': 2,
  'pins.list': 2,
  'reactions.add': 3,
  'reactions.get': 3,
  'reactions.remove': 2,
  'team.info': 3,
  'usergroups.list': 2,
  'usergroups.users.list': 2,
  'usergroups.users.update': 2,
  'users.info': 4,
  'users.list': 2,
  'users.lookupByEmail': 3,
  'views.open': 4,
  'views.publish': 4,
  'views.push': 4,
  'views.update': 4,
};

/** Methods that nobody has named here are counted as tier 3, Slack's most common one. */
export function tierOf(method: string): Tier {
  return (Object.hasOwn(tiers, method) ? tiers[method] : undefined) ?? 3;
}

export function hasTier(method: string): boolean {
  return Object.hasOwn(tiers, method);
}
