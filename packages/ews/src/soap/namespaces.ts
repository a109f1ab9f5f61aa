/** SOAP 1.1 envelope. */
export const soapNamespace = 'http://schemas.xmlsoap.org/soap/envelope/';
/** EWS operations, `messages.xsd`. The `http:` is part of the name; it is never fetched. */
export const messagesNamespace = 'http://schemas.microsoft.com/exchange/services/2006/messages';
/** EWS data types, `types.xsd`. */
export const typesNamespace = 'http://schemas.microsoft.com/exchange/services/2006/types';
/** Codes inside a SOAP fault's detail. */
export const errorsNamespace = 'http://schemas.microsoft.com/exchange/services/2006/errors';
