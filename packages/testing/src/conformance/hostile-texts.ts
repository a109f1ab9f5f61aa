/** Texts that break what takes them for something else. Every service has to keep them as they are. */
export const hostileTexts: Readonly<Record<string, string>> = {
  markup: `<a href="x">&amp;'</a> ]]> <!-- <![CDATA[ -->`,
  emoji: '👩‍👩‍👧 🏳️‍🌈 🚀 e\u0301',
  'right to left': 'שלום עולם — مرحبا بالعالم \u202Eabc\u202C',
  'other programs’ code': `"; DROP TABLE x; -- \${x} {{x}} %00 \\u0000 \\ $1`,
  'line ends inside': 'no\u2028line\u2029ends',
  'what headers are made of': 'Subject: x; charset="utf-8" =?utf-8?Q?=41?=',
};

/** Characters that some wire formats cannot carry (XML 1.0, section 2.2) and others can. */
export const controlTexts: Readonly<Record<string, string>> = {
  'a control character': 'bell \u0007 rings',
  'a NUL': 'null \u0000 byte',
  'a vertical tab': 'a \u000B b',
  'no character': 'a \uFFFE b',
};
