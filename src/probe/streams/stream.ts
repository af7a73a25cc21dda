import { createParser } from 'eventsource-parser';

/** True when the events of a whole stream hold the one that says it is complete. */
export function endsWithTerminal(
  body: string,
  terminal: { readonly event?: string | undefined; readonly data?: string | undefined },
): boolean {
  let found = false;
  const parser = createParser({
    onEvent: ({ event = 'message', data }) => {
      found ||=
        (terminal.event === undefined || terminal.event === event) &&
        (terminal.data === undefined || terminal.data === data);
    },
  });
  parser.feed(body);
  return found;
}
