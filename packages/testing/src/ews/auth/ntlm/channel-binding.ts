import { createHash, X509Certificate } from 'node:crypto';

/**
 * What the channel-binding attribute of a client has to hold for a server certificate: the MD5 hash of a
 * gss_channel_bindings_struct (MS-NLMP, section 2.2.2.1) around `tls-server-end-point` (RFC 5929, section 4).
 *
 * @param certificate - PEM. RFC 5929 hashes with the certificate's own signature hash, and takes SHA-256 for MD5 and
 * SHA-1; throw-away certificates are signed with SHA-256.
 */
export function channelBindingHash(certificate: string): Buffer {
  const endPoint = createHash('sha256').update(new X509Certificate(certificate).raw).digest();
  const applicationData = Buffer.concat([Buffer.from('tls-server-end-point:', 'latin1'), endPoint]);
  // No addresses: type and length of the initiator's and the acceptor's are zero.
  const head = Buffer.alloc(20);
  head.writeUInt32LE(applicationData.byteLength, 16);
  return createHash('md5').update(head).update(applicationData).digest();
}
