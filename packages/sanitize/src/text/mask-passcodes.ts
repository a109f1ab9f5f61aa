/** Stands in a text where a passcode was. @public */
export const passcodeMask = '[hidden]';

/** Words that meeting services put in front of a passcode, in the languages their invitations come in. */
const labels = [
  'pass ?code',
  'pass ?word',
  'pass ?phrase',
  'passwd',
  'pwd',
  'pin(?:[ -]?code)?',
  'passwort',
  'kenncode',
  'kennwort',
  'mot de passe',
  'code secret',
  "code d[\u2019']acc\u00e8s",
  'contrase(?:\u00f1|n)a',
  'c[o\u00f3]digo de acceso',
  'senha',
  'wachtwoord',
  'toegangscode',
  'has\u0142o',
  '\u043f\u0430\u0440\u043e\u043b\u044c',
  '\u043a\u043e\u0434 \u0434\u043e\u0441\u0442\u0443\u043f\u0430',
  '\u30d1\u30b9\u30b3\u30fc\u30c9',
  '\u30d1\u30b9\u30ef\u30fc\u30c9',
  '\u5bc6\u7801',
  '\u5bc6\u78bc',
  '\u5bc6\u79b0',
  '\ube44\ubc00\ubc88\ud638',
  '\uc554\ud638',
].join('|');

/** Label, separator, value; the value may stand in the next line or below an empty one, and be followed by its form for telephones in brackets. */
const labelled = new RegExp(
  `(?<![\\p{L}\\p{N}])((?:${labels})` +
    '[^\\S\\n]{0,4}(?:\\([^()\\n]{0,40}\\))?[^\\S\\n]{0,4}(?:[:\uff1a=]|\\bist?\\b[^\\S\\n]?[:\uff1a]?)' +
    '[^\\S\\r\\n]{0,8}(?:\\r?\\n[^\\S\\r\\n]{0,8}){0,2})' +
    '(?:\\d[\\d ]{0,30}#|\\S+)(?:[^\\S\\n]{1,2}\\([^()\\n]{0,60}\\))?',
  'giu',
);
/** A passcode in the digits a telephone dials by itself: `+16465550100,,81234567890#,,,,*123456#`. */
const dialled = /(,{1,6}\*)\d+#?/g;
const parameterNames =
  'pwd|psw|pw|passwd|password|passcode|pass|pin|p|tk|tok|token|access_token|secret|key|code|otp|auth|sig|signature|hash';
/** A parameter of a URL that holds a passcode or something like one. */
const parameter = new RegExp(`([?&;#/](?:amp;)?(?:${parameterNames})=)[^\\s&#<>"]+`, 'gi');
const hasParameter = new RegExp(`[?&;#/](?:amp;)?(?:[a-z]{1,8}[_-])?(?:${parameterNames})=`, 'i');

/** What every form below has in it. */
const mayHoldPasscode = /[:=*\uff1a]|\bist?\b/i;

/** Replaces passcodes that stand in a text under a label, in a dial string or in a URL without a scheme. */
export function maskPasscodes(text: string, mask: string = passcodeMask): string {
  if (!mayHoldPasscode.test(text)) return text;
  return text.replace(labelled, `$1${mask}`).replace(dialled, `$1${mask}`).replace(parameter, `$1${mask}`);
}

/** Whether a URL, once its escapes are taken off, has a parameter that may hold a passcode. */
export function hasPasscodeParameter(url: string): boolean {
  let plain = url;
  for (let pass = 0; pass < 4; pass += 1) {
    if (hasParameter.test(plain)) return true;
    const decoded = plain.replace(/%([\dA-Fa-f]{2})/g, (whole, hex: string) => {
      const code = Number.parseInt(hex, 16);
      return code < 0x80 ? String.fromCodePoint(code) : whole;
    });
    if (decoded === plain) return false;
    plain = decoded;
  }
  return hasParameter.test(plain);
}
