import { errorsNamespace, messagesNamespace, soapNamespace, typesNamespace } from './namespaces.ts';
import type { WireServerVersion } from '../versions/server-version.ts';
import { attributesOnly, element, many, text, textWith } from './shape.ts';
import type { Shape } from './shape.ts';

/**
 * Machine-readable detail of an error: back-off, inner code. The element is in the messages namespace in an answer and in
 * the types namespace in a fault; its values always are in the latter.
 */
export interface MessageXml {
  readonly Value?: readonly { readonly Name?: string; readonly text?: string }[];
}

/** What every response message has beside its payload. */
export interface ResponseMessage {
  readonly ResponseClass?: string;
  readonly ResponseCode?: string;
  readonly MessageXml?: MessageXml;
}

/** A SOAP fault: the request failed as a whole. */
export interface SoapFault {
  readonly faultcode?: string;
  readonly detail?: { readonly ResponseCode?: string; readonly MessageXml?: MessageXml };
}

/** A whole document, the operation's answer under its own name. */
export interface AnswerDocument {
  readonly Envelope?: {
    readonly Header?: { readonly ServerVersionInfo?: WireServerVersion };
    readonly Body?: { readonly Fault?: SoapFault; readonly [name: string]: unknown };
  };
}

const messageXmlShape: Shape<MessageXml> = element(typesNamespace, { Value: many(textWith(['Name'])) });

/** Members of the shape of any response message. */
export const responseMessageMembers: {
  readonly ResponseCode: Shape<string>;
  readonly MessageXml: Shape<MessageXml>;
} = { ResponseCode: text, MessageXml: messageXmlShape };

const faultShape: Shape<SoapFault> = element(['', soapNamespace], {
  faultcode: text,
  detail: element([errorsNamespace, typesNamespace], { ResponseCode: text, MessageXml: messageXmlShape }),
});

const headerShape = element(typesNamespace, {
  ServerVersionInfo: attributesOnly(['MajorVersion', 'MinorVersion', 'MajorBuildNumber', 'MinorBuildNumber']),
});

/** The shape of a whole document whose body holds the element `name`, or a fault. */
export function documentShape(name: string, response: Shape<unknown>): Shape<AnswerDocument> {
  return element(soapNamespace, {
    Envelope: element(soapNamespace, {
      Header: headerShape,
      Body: element([soapNamespace, messagesNamespace], { Fault: faultShape, [name]: response }),
    }),
  });
}
