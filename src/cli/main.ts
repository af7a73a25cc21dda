import { type Io, processIo } from './io.ts';
import { version } from './version.ts';

/** Runs one command line; gives the exit code and never throws. */
export async function main(argv: readonly string[], io: Io): Promise<number> {
  try {
    if (wantsOnlyVersion(argv)) {
      io.stdout.write(`${version()}\n`);
      return 0;
    }
    const { runCommandLine } = await import('./grammar.ts');
    return await runCommandLine(argv, io);
  } catch (error) {
    const { reportFailure } = await import('./failure.ts');
    return reportFailure(error, io, { json: argv.includes('--json'), debug: wantsStack(argv, io) });
  }
}

/** Runs the command line of this process. */
export async function start(): Promise<void> {
  quietWarnings();
  process.exitCode = await main(process.argv.slice(2), processIo());
  // All is said and written. What still lingers, a keep-alive socket or a library's timer, must not hold the shell.
  setTimeout(() => process.exit(), LINGER).unref();
}

const LINGER = 1000;

/** Answered without the grammar: to load that takes longer than Node's own start. */
function wantsOnlyVersion([option, ...others]: readonly string[]): boolean {
  return (option === '--version' || option === '-v') && others.length === 0;
}

function wantsStack(argv: readonly string[], io: Io): boolean {
  return argv.includes('--debug') || Boolean(io.env.CANARY_GATE_DEBUG);
}

/** A plan's folder may have no package.json that says `"type": "module"`; Node then works, but tells of it at length. */
function quietWarnings(): void {
  const others = process.listeners('warning');
  process.removeAllListeners('warning');
  process.on('warning', (warning) => {
    if ((warning as NodeJS.ErrnoException).code === 'MODULE_TYPELESS_PACKAGE_JSON') return;
    for (const listener of others) listener(warning);
  });
}

if (import.meta.main) await start();
