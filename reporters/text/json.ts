/** JSON in which nothing is harmful on a terminal: controls beyond ASCII and marks that turn text around are spelt out. */
export function harmlessJson(json: string): string {
  return json.replace(
    /[\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
