import { autocannon } from '../../../src/engines/autocannon/engine.ts';
import type { CustomSample, Sample } from '../../../src/model/sample.ts';
import { jobOf, type Measured, type Setting, tally } from '../embedded/harness.ts';

/** Runs the autocannon engine and gives all that it recorded. */
export async function fire(setting: Setting): Promise<Measured> {
  const samples: Sample[] = [];
  const customs: CustomSample[] = [];
  const transcript: Parameters<NonNullable<ReturnType<typeof jobOf>['transcript']>>[0][] = [];
  const outcome = await autocannon.run(jobOf(setting, transcript), {
    // A sample is only lent.
    record: (sample) => samples.push({ ...sample }),
    recordCustom: (sample) => customs.push(sample),
    merge: () => {},
  });
  return { ...outcome, samples, customs, transcript, outcomes: tally(samples.map(({ outcome }) => outcome)) };
}
