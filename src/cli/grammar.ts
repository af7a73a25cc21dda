import yargs, { type Argv } from 'yargs';
import { EXIT_CODES } from '../verdict.ts';
import { type Command, type GlobalOptions, UsageError } from './command.ts';
import { checkCommand } from './commands/check.ts';
import { demoCommand } from './commands/demo.ts';
import { doctorCommand } from './commands/doctor.ts';
import { exportCommand } from './commands/export.ts';
import { initCommand } from './commands/init.ts';
import { judgeCommand } from './commands/judge.ts';
import { listCommand } from './commands/list.ts';
import { planCommand } from './commands/plan.ts';
import { reportCommand } from './commands/report.ts';
import { runCommand } from './commands/run.ts';
import { schemaCommand } from './commands/schema.ts';
import { showCommand } from './commands/show.ts';
import { explain } from './explain.ts';
import type { Io } from './io.ts';
import { version } from './version.ts';

const COMMANDS: readonly Command[] = [
  runCommand,
  planCommand,
  checkCommand,
  demoCommand,
  judgeCommand,
  reportCommand,
  showCommand,
  listCommand,
  exportCommand,
  schemaCommand,
  initCommand,
  doctorCommand,
];

/** Understands one command line and runs its command; gives the exit code. Rejects with `UsageError`, and with what a command throws. */
export async function runCommandLine(argv: readonly string[], io: Io): Promise<number> {
  let exitCode = 0;
  const parser = grammar(argv, io, async (command, options) => {
    exitCode = await command.run(options, io);
  });
  await parser.parseAsync();
  return exitCode;
}

const GLOBAL_OPTIONS = {
  json: { type: 'boolean', default: false, describe: 'Machine-readable output on stdout' },
  quiet: { type: 'boolean', default: false, describe: 'Only the result, no progress' },
  color: { type: 'boolean', describe: 'Colours; by default on a terminal without NO_COLOR' },
  debug: { type: 'boolean', default: false, describe: 'Show the stack of an error' },
} as const;

const EXAMPLES = [
  ['run --demo', 'see it work: the demo service and its scholarship plan'],
  ['init --url https://staging.example.com', 'a first plan for your own service'],
  ['run', 'the plan of this folder'],
  ['<command> --help', 'options and examples of a command'],
] as const;

type Execute = (command: Command, options: GlobalOptions & Record<string, unknown>) => Promise<void>;

function grammar(argv: readonly string[], io: Io, execute: Execute): Argv {
  const parser = yargs([...argv], io.cwd)
    .scriptName('canary-gate')
    .usage('$0 <command>\n\nLoads a canary, probes it, and says PROMOTE, HOLD or ROLLBACK with evidence.')
    .options(GLOBAL_OPTIONS)
    .example(EXAMPLES.map(([command, description]) => [`$0 ${command}`, description]));
  for (const command of COMMANDS)
    parser.command(
      command.command,
      command.describe,
      (builder) => grammarOf(builder, command),
      (options) => execute(command, options as unknown as GlobalOptions & Record<string, unknown>),
    );
  return parser
    .demandCommand(1, 'A command is wanted.')
    .strict()
    .parserConfiguration({ 'strip-dashed': false, 'camel-case-expansion': false })
    .version(version())
    .help()
    .alias({ h: 'help', v: 'version', q: 'quiet' })
    .epilogue(exitCodes())
    .locale('en')
    .wrap(Math.min(110, io.stdout.columns ?? 100))
    .exitProcess(false)
    .fail((message: string | null, error) => {
      // A message is about the command line; what a command itself throws comes without one.
      throw message === null ? error : new UsageError(explain(message, argv, COMMANDS, GLOBAL_OPTIONS));
    });
}

function grammarOf(builder: Argv, { builder: positionals, options = {}, examples }: Command): Argv {
  const own = (positionals?.(builder) ?? builder).options({ ...options });
  return own.example(examples.map(([command, description]) => [`$0 ${command}`, description]));
}

function exitCodes(): string {
  return [
    'Exit codes:',
    ...EXIT_CODES.map(({ code, meaning }) => `  ${String(code).padEnd(4)}${meaning}`),
  ].join('\n');
}
