import { convertId as convert } from '../store/id-formats.ts';
import type { IdFormat } from '../store/id-formats.ts';
import { ItemError } from '../soap/ews-errors.ts';
import { attempt, responseOf } from '../soap/response-messages.ts';
import { childOf } from '../xml/parse-xml.ts';
import type { XmlNode } from '../xml/parse-xml.ts';
import { element } from '../xml/xml-writer.ts';
import type { OperationInput } from './operation.ts';

/** ConvertId: the same id in another format. Whether the item or mailbox exists does not matter. */
export function convertId({ request }: OperationInput): string {
  // The schema has let nothing else through.
  const format = request.attributes['DestinationFormat'] as IdFormat;
  const messages = (childOf(request, 'SourceIds')?.children ?? []).map((node) =>
    attempt('ConvertId', '', () => {
      const mailbox = node.attributes['Mailbox'] ?? '';
      const id = convertOne(node, format, mailbox);
      return element('m:AlternateId', {
        'xmlns:xsi': 'http://www.w3.org/2001/XMLSchema-instance',
        'xsi:type': 't:AlternateIdType',
        Format: format,
        Id: id,
        Mailbox: mailbox,
      });
    }),
  );
  return responseOf('ConvertId', messages);
}

function convertOne(node: XmlNode, format: IdFormat, mailbox: string): string {
  if (!/^[^\s@]+@[^\s@]+$/.test(mailbox)) {
    throw new ItemError('ErrorInvalidSmtpAddress', 'The SMTP address format is invalid.');
  }
  const id = node.attributes['Id'] ?? '';
  if (id === '') throw new ItemError('ErrorInvalidIdEmpty', 'Id must be non-empty.');
  const converted = convert(id, node.attributes['Format'] as IdFormat, format, mailbox);
  if (converted === undefined) throw new ItemError('ErrorInvalidIdMalformed', 'Id is malformed.');
  return converted;
}
