// The types of Slack's own packages that are turned into JSON Schemas, under names that none of those packages uses.
import type {
  BlockAction,
  EnvelopedEvent,
  GlobalShortcut,
  MessageShortcut,
  RespondArguments,
  SlashCommand,
  ViewResponseAction,
  ViewClosedAction,
  ViewSubmitAction,
} from "@slack/bolt";
import type { HomeView, KnownBlock, ModalView, SlackEvent } from "@slack/types";
import type {
  ChatDeleteArguments,
  ChatPostEphemeralArguments,
  ChatPostMessageArguments,
  ChatUpdateArguments,
  FilesCompleteUploadExternalArguments,
  ViewsOpenArguments,
  ViewsPublishArguments,
} from "@slack/web-api";

export type JudgedBlock = KnownBlock;
export type JudgedModal = ModalView;
export type JudgedHome = HomeView;
export type JudgedAcknowledgement = ViewResponseAction;
export type JudgedDelete = ChatDeleteArguments;
export type JudgedOpen = ViewsOpenArguments;
export type JudgedPost = ChatPostMessageArguments;
export type JudgedPublish = ViewsPublishArguments;
export type JudgedRespond = RespondArguments;
export type JudgedUpdate = ChatUpdateArguments;
export type JudgedUpload = FilesCompleteUploadExternalArguments;
export type JudgedWhisper = ChatPostEphemeralArguments;
export type JudgedCommand = SlashCommand;
export type JudgedAction = BlockAction;
export type JudgedSubmission = ViewSubmitAction;
export type JudgedClosing = ViewClosedAction;
export type JudgedShortcut = MessageShortcut;
export type JudgedGlobalShortcut = GlobalShortcut;
export type JudgedEnvelope = EnvelopedEvent;
export type JudgedEvent = SlackEvent;

export type {
  ApiTestResponse,
  AppsConnectionsOpenResponse,
  AuthTestResponse,
  BlocksValidateResponse,
  BotsInfoResponse,
  ChatDeleteResponse,
  ChatGetPermalinkResponse,
  ChatPostEphemeralResponse,
  ChatPostMessageResponse,
  ChatScheduleMessageResponse,
  ChatUpdateResponse,
  ConversationsHistoryResponse,
  ConversationsInfoResponse,
  ConversationsJoinResponse,
  ConversationsListResponse,
  ConversationsMembersResponse,
  ConversationsOpenResponse,
  ConversationsRepliesResponse,
  FilesCompleteUploadExternalResponse,
  FilesDeleteResponse,
  FilesGetUploadURLExternalResponse,
  FilesInfoResponse,
  PinsAddResponse,
  PinsListResponse,
  PinsRemoveResponse,
  ReactionsAddResponse,
  ReactionsGetResponse,
  ReactionsRemoveResponse,
  TeamInfoResponse,
  UsergroupsListResponse,
  UsergroupsUsersListResponse,
  UsersConversationsResponse,
  UsersInfoResponse,
  UsersListResponse,
  UsersLookupByEmailResponse,
  ViewsOpenResponse,
  ViewsPublishResponse,
  ViewsPushResponse,
  ViewsUpdateResponse,
} from "@slack/web-api";
