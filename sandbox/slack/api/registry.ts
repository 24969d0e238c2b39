import { apiTest, appsConnectionsOpen, authTest, emojiList } from './basics.ts';
import { blocksValidate } from './blocks-validate.ts';
import { chatDelete, chatGetPermalink, chatUpdate } from './chat-change.ts';
import { chatPostEphemeral, chatPostMessage } from './chat-post.ts';
import { filesDelete, filesInfo, filesList } from './files.ts';
import { filesCompleteUploadExternal, filesGetUploadURLExternal } from './files-upload.ts';
import { conversationsInfo, conversationsList, conversationsMembers, conversationsOpen } from './conversations.ts';
import { conversationsHistory, conversationsReplies } from './history.ts';
import {
  conversationsArchive,
  conversationsInvite,
  conversationsJoin,
  conversationsKick,
  conversationsLeave,
  conversationsUnarchive,
} from './membership.ts';
import type { Method } from './method.ts';
import { blocksActions, chatCommand, homeOpen, viewsActions, viewsClose, viewsSubmit } from './people-acts.ts';
import { botsInfo, teamInfo, usersInfo, usersList } from './people.ts';
import { reactionsAdd, reactionsGet, reactionsRemove } from './reactions.ts';
import { usergroupsList, usergroupsUsersList, usergroupsUsersUpdate } from './user-groups.ts';
import { viewsOpen, viewsPublish, viewsUpdate } from './views.ts';

/** The methods of the Web API by name. */
export const methods: ReadonlyMap<string, Method> = new Map(
  [
    apiTest,
    appsConnectionsOpen,
    authTest,
    blocksActions,
    homeOpen,
    viewsActions,
    viewsClose,
    viewsSubmit,
    blocksValidate,
    botsInfo,
    chatCommand,
    chatDelete,
    chatGetPermalink,
    chatPostEphemeral,
    chatPostMessage,
    chatUpdate,
    conversationsArchive,
    conversationsHistory,
    conversationsInfo,
    conversationsInvite,
    conversationsJoin,
    conversationsKick,
    conversationsLeave,
    conversationsList,
    conversationsMembers,
    conversationsOpen,
    conversationsReplies,
    filesCompleteUploadExternal,
    filesDelete,
    filesGetUploadURLExternal,
    filesInfo,
    filesList,
    conversationsUnarchive,
    emojiList,
    reactionsAdd,
    reactionsGet,
    reactionsRemove,
    teamInfo,
    usergroupsList,
    usergroupsUsersList,
    usergroupsUsersUpdate,
    usersInfo,
    usersList,
    viewsOpen,
    viewsUpdate,
    viewsPublish,
  ].map((method) => [method.name, method]),
);
