import type { ClosedResult } from './closed.ts';
import type { ConnectionsResult } from './connections.ts';
import type { MemoryResult } from './memory.ts';
import type { OpenResult } from './open.ts';
import type { StartupResult } from './startup.ts';

/** What was measured, by part; parts that did not run are left out. */
export interface Results {
  static?: ClosedResult;
  tls?: ClosedResult;
  scripted?: ClosedResult;
  open?: OpenResult;
  memory?: MemoryResult;
  connections?: ConnectionsResult;
  startup?: StartupResult;
}
