import { parseFields } from '../api/partial-response.ts';
import type { FieldTree } from '../api/partial-response.ts';

// The fields of the resources of Calendar API v3, written as selectors; `(*)` stands for a map with free keys.
const time = '(date,dateTime,timeZone)';
const person = '(displayName,email,id,self)';
const event =
  'anyoneCanAddSelf,attachments(fileId,fileUrl,iconLink,mimeType,title),' +
  'attendees(additionalGuests,asyncOperation,comment,displayName,email,id,optional,organizer,resource,responseStatus,self),' +
  'attendeesOmitted,birthdayProperties(contact,customTypeName,type),colorId,' +
  'conferenceData(conferenceId,conferenceSolution(iconUri,key(type),name),' +
  'createRequest(conferenceSolutionKey(type),requestId,status(statusCode)),' +
  'entryPoints(accessCode,entryPointFeatures,entryPointType,label,meetingCode,passcode,password,pin,regionCode,uri),' +
  'notes,parameters(addOnParameters(parameters(*))),signature),' +
  `created,creator${person},description,end${time},endTimeUnspecified,etag,eventLabelId,eventType,` +
  'extendedProperties(private(*),shared(*)),focusTimeProperties(autoDeclineMode,chatStatus,declineMessage),' +
  'gadget(display,height,iconLink,link,preferences(*),title,type,width),' +
  'guestsCanInviteOthers,guestsCanModify,guestsCanSeeOtherGuests,hangoutLink,htmlLink,iCalUID,id,kind,location,locked,' +
  `organizer${person},originalStartTime${time},outOfOfficeProperties(autoDeclineMode,declineMessage),privateCopy,` +
  'recurrence,recurringEventId,reminders(overrides(method,minutes),useDefault),sequence,source(title,url),' +
  `start${time},status,summary,transparency,updated,visibility,` +
  'workingLocationProperties(customLocation(label),homeOffice,' +
  'officeLocation(buildingId,deskId,floorId,floorSectionId,label),type)';
const listEntry =
  'accessRole,autoAcceptInvitations,backgroundColor,colorId,conferenceProperties(allowedConferenceSolutionTypes),dataOwner,' +
  'defaultReminders(method,minutes),deleted,description,etag,foregroundColor,hidden,id,kind,location,' +
  'notificationSettings(notifications(method,type)),primary,selected,summary,summaryOverride,timeZone';
const aclRule = 'etag,id,kind,role,scope(type,value)';
const setting = 'etag,id,kind,value';

/** Fields of each answer, to check a `fields` selector against. */
export const resourceShapes: Readonly<
  Record<
    | 'Acl'
    | 'AclRule'
    | 'Calendar'
    | 'CalendarList'
    | 'CalendarListEntry'
    | 'Colors'
    | 'Event'
    | 'Events'
    | 'FreeBusyResponse'
    | 'Setting'
    | 'Settings',
    FieldTree
  >
> = {
  Acl: parseFields(`etag,items(${aclRule}),kind,nextPageToken,nextSyncToken`),
  AclRule: parseFields(aclRule),
  Event: parseFields(event),
  Events: parseFields(
    'accessRole,defaultReminders(method,minutes),description,etag,' +
      `items(${event}),kind,nextPageToken,nextSyncToken,summary,timeZone,updated`,
  ),
  Calendar: parseFields(
    'autoAcceptInvitations,conferenceProperties(allowedConferenceSolutionTypes),dataOwner,description,etag,id,kind,' +
      'labelProperties(eventLabels(backgroundColor,id,name)),location,summary,timeZone',
  ),
  CalendarListEntry: parseFields(listEntry),
  CalendarList: parseFields(`etag,items(${listEntry}),kind,nextPageToken,nextSyncToken`),
  FreeBusyResponse: parseFields(
    'calendars(*(busy(end,start),errors(domain,reason))),groups(*(calendars,errors(domain,reason))),kind,timeMax,timeMin',
  ),
  Setting: parseFields(setting),
  Settings: parseFields(`etag,items(${setting}),kind,nextPageToken,nextSyncToken`),
  Colors: parseFields('calendar(*(background,foreground)),event(*(background,foreground)),kind,updated'),
};
