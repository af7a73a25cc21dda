import { didYouMean, nearest } from '../model/suggest.ts';
import { quote } from '../model/text.ts';
import type { Command } from './command.ts';

/** What yargs says of a wrong command line, in our words and with the word that was probably meant. */
export function explain(
  message: string,
  argv: readonly string[],
  commands: readonly Command[],
  globals: object,
): string {
  const word = argv.find((one) => !one.startsWith('-')) ?? '';
  const command = commands.find((one) => nameOf(one) === word);
  if (!command && word !== '')
    return `There is no command ${quote(word)}.${didYouMean(word, commands.map(nameOf))}`;
  for (const [pattern, text] of TEXTS) {
    const found = pattern.exec(message);
    if (found && command) return text(found[1] ?? '', command, globals);
  }
  return message;
}

type Text = (detail: string, command: Command, globals: object) => string;

const TEXTS: readonly (readonly [RegExp, Text])[] = [
  [/^Unknown arguments?: (.*)$/, unknownWords],
  [/^Not enough non-option arguments/, (_, { command }) => `An argument is missing: canary-gate ${command}`],
  [/^Not enough arguments following: (.*)$/, (option) => `--${option} wants a value.`],
  [/^Invalid values:\s*Argument: (.*)$/s, wrongChoice],
];

function unknownWords(words: string, command: Command, globals: object): string {
  const options = [...Object.keys(command.options ?? {}), ...Object.keys(globals), 'help', 'version'];
  const sentence = (word: string) => {
    const meant = nearest(word, options);
    return `${nameOf(command)} does not know ${quote(word)}.${meant ? ` Did you mean "--${meant}"?` : ''}`;
  };
  return words.split(', ').map(sentence).join('\n');
}

function wrongChoice(detail: string, command: Command): string {
  const [, name = '', given = '', list = ''] = /^(.*?), Given: "(.*?)", Choices: (.*)$/s.exec(detail) ?? [];
  const choices = [...list.matchAll(/"(.*?)"/g)].map(([, choice]) => choice!);
  const hint = didYouMean(given, choices);
  return `${nameOf(command)}: ${quote(given)} is no <${name}>.${hint} (allowed: ${choices.join(', ')})`;
}

function nameOf({ command }: Command): string {
  return command.split(' ')[0]!;
}
