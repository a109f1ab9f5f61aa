import type { SchemaVersion } from '../soap/server-versions.ts';

// Property paths by the schema that introduced them (types.xsd, UnindexedFieldURIType).
const byVersion: Readonly<Partial<Record<SchemaVersion, string>>> = {
  Exchange2007: `
    folder:FolderId folder:ParentFolderId folder:DisplayName folder:UnreadCount folder:TotalCount
    folder:ChildFolderCount folder:FolderClass folder:SearchParameters folder:ManagedFolderInformation
    folder:PermissionSet folder:EffectiveRights folder:SharingEffectiveRights
    item:ItemId item:ParentFolderId item:ItemClass item:MimeContent item:Attachments item:Subject
    item:DateTimeReceived item:Size item:Categories item:HasAttachments item:Importance item:InReplyTo
    item:InternetMessageHeaders item:IsDraft item:IsFromMe item:IsResend item:IsSubmitted item:IsUnmodified
    item:DateTimeSent item:DateTimeCreated item:Body item:ResponseObjects item:Sensitivity item:ReminderDueBy
    item:ReminderIsSet item:ReminderNextTime item:ReminderMinutesBeforeStart item:DisplayTo item:DisplayCc
    item:DisplayBcc item:Culture item:EffectiveRights item:LastModifiedName item:LastModifiedTime
    calendar:Start calendar:End calendar:OriginalStart calendar:IsAllDayEvent calendar:LegacyFreeBusyStatus
    calendar:Location calendar:When calendar:IsMeeting calendar:IsCancelled calendar:IsRecurring
    calendar:MeetingRequestWasSent calendar:IsResponseRequested calendar:CalendarItemType calendar:MyResponseType
    calendar:Organizer calendar:RequiredAttendees calendar:OptionalAttendees calendar:Resources
    calendar:ConflictingMeetingCount calendar:AdjacentMeetingCount calendar:ConflictingMeetings
    calendar:AdjacentMeetings calendar:Duration calendar:TimeZone calendar:AppointmentReplyTime
    calendar:AppointmentSequenceNumber calendar:AppointmentState calendar:Recurrence calendar:FirstOccurrence
    calendar:LastOccurrence calendar:ModifiedOccurrences calendar:DeletedOccurrences calendar:MeetingTimeZone
    calendar:ConferenceType calendar:AllowNewTimeProposal calendar:IsOnlineMeeting calendar:MeetingWorkspaceUrl
    calendar:NetShowUrl calendar:UID calendar:RecurrenceId calendar:DateTimeStamp
    contacts:AssistantName contacts:Birthday contacts:BusinessHomePage contacts:Children contacts:Companies
    contacts:CompanyName contacts:CompleteName contacts:ContactSource contacts:Culture contacts:Department
    contacts:DisplayName contacts:EmailAddresses contacts:FileAs contacts:FileAsMapping contacts:Generation
    contacts:GivenName contacts:ImAddresses contacts:Initials contacts:JobTitle contacts:Manager contacts:MiddleName
    contacts:Mileage contacts:Nickname contacts:OfficeLocation contacts:PhoneNumbers contacts:PhysicalAddresses
    contacts:PostalAddressIndex contacts:Profession contacts:SpouseName contacts:Surname contacts:WeddingAnniversary`,
  Exchange2010: `
    item:ConversationId item:UniqueBody item:IsAssociated item:WebClientReadFormQueryString
    item:WebClientEditFormQueryString calendar:StartTimeZone calendar:EndTimeZone
    contacts:HasPicture`,
  Exchange2010_SP2: 'item:StoreEntryId',
  Exchange2013: `
    folder:DistinguishedFolderId folder:PolicyTag folder:ArchiveTag item:Flag item:InstanceKey item:NormalizedBody
    item:EntityExtractionResult item:PolicyTag item:ArchiveTag item:RetentionDate item:Preview item:TextBody
    item:IconIndex item:RightsManagementLicenseData item:BlockStatus item:HasBlockedImages item:MimeContentUTF8
    calendar:StartWallClock calendar:EndWallClock calendar:StartTimeZoneId calendar:EndTimeZoneId
    calendar:EnhancedLocation calendar:JoinOnlineMeetingUrl calendar:OnlineMeetingSettings calendar:IsOrganizer`,
  Exchange2016: `
    folder:ReplicaList item:PredictedActionReasons item:IsClutter item:Mentions item:MentionedMe
    item:MentionsPreview item:MentionsEx item:Hashtags item:AppliedHashtags item:AppliedHashtagsPreview item:Likes
    item:LikesPreview item:PendingSocialActivityTagIds item:AtAllMention item:CanDelete
    item:InferenceClassification item:FirstBody calendar:InboxReminders calendar:CalendarActivityData
    calendar:DoNotForwardMeeting`,
};

/** The schema that introduced a property path; nothing for a path that no schema has. */
export const fieldUris: ReadonlyMap<string, SchemaVersion> = new Map(
  Object.entries(byVersion).flatMap(([version, uris]) =>
    uris
      .trim()
      .split(/\s+/)
      // Object.entries widens the keys that the annotation of byVersion states.
      .map((uri) => [uri, version as SchemaVersion] as const),
  ),
);

/** Names a `DistinguishedFolderId` may have (types.xsd, DistinguishedFolderIdNameType). */
export const distinguishedFolderNames: ReadonlySet<string> = new Set(
  `calendar contacts deleteditems drafts inbox journal notes outbox sentitems tasks msgfolderroot publicfoldersroot root
  junkemail searchfolders voicemail recoverableitemsroot recoverableitemsdeletions recoverableitemsversions
  recoverableitemspurges recoverableitemsdiscoveryholds archiveroot archivemsgfolderroot archivedeleteditems
  archiveinbox archiverecoverableitemsroot archiverecoverableitemsdeletions archiverecoverableitemsversions
  archiverecoverableitemspurges archiverecoverableitemsdiscoveryholds syncissues conflicts localfailures
  serverfailures recipientcache quickcontacts conversationhistory adminauditlogs todosearch mycontacts directory
  imcontactlist peopleconnect favorites mecontact`.split(/\s+/),
);
