import { element, textElement } from '../xml/xml-writer.ts';
import { ItemError } from './ews-errors.ts';

/** What a response message says besides its payload. */
export interface MessageStatus {
  readonly class: 'Success' | 'Warning' | 'Error';
  readonly code: string;
  readonly text?: string;
  /** Markup for `MessageXml`, in the types namespace. */
  readonly detail?: string | undefined;
}

const success: MessageStatus = { class: 'Success', code: 'NoError' };

/** Writes the parts that stand before the payload of every response message, in the schema's order. */
export function statusElements(status: MessageStatus): string {
  if (status.class === 'Success') return textElement('m:ResponseCode', status.code);
  return (
    textElement('m:MessageText', status.text) +
    textElement('m:ResponseCode', status.code) +
    textElement('m:DescriptiveLinkKey', 0) +
    (status.detail === undefined ? '' : element('m:MessageXml', {}, status.detail))
  );
}

/** Writes one response message; `name` is the operation's, for example `GetItem`. */
export function responseMessage(name: string, payload: string, status: MessageStatus = success): string {
  return element(`m:${name}ResponseMessage`, { ResponseClass: status.class }, statusElements(status), payload);
}

/** Writes a whole answer out of its response messages. */
export function responseOf(name: string, messages: readonly string[]): string {
  return element(`m:${name}Response`, {}, element('m:ResponseMessages', {}, ...messages));
}

/** Writes the message of a single id or folder: the payload, or the error it threw. */
export function attempt(name: string, emptyPayload: string, produce: () => string): string {
  try {
    return responseMessage(name, produce());
  } catch (error) {
    if (!(error instanceof ItemError)) throw error;
    return responseMessage(name, emptyPayload, {
      class: 'Error',
      code: error.code,
      text: error.message,
      detail: error.detail,
    });
  }
}
