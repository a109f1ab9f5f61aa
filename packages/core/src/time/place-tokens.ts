/**
 * The places of a list such as `Rom, Stockholm, Wien`, in a form that can be compared: without capitals, accents, blanks and
 * punctuation.
 */
export function placeTokens(text: string): string[] {
  return text
    .split(/[,،、，;]/)
    .map((place) =>
      place
        .normalize('NFKD')
        .toLowerCase()
        // Marks of Indic and Thai writing are letters' vowels, and stay.
        .replaceAll(/[\u0300-\u036f\u0591-\u05c7\u064b-\u065f]/g, '')
        .replaceAll(/[^\p{L}\p{M}\p{N}+-]/gu, ''),
    )
    .filter((place) => place !== '');
}
