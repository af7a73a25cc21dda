import type { Report } from '../../src/model/report.ts';
import { makeReport } from './fixture.ts';
import { failing } from './variants.ts';

/** What a target may say to get out of its place in a report. */
export const HOSTILE: readonly (readonly [what: string, text: string])[] = [
  ['ANSI escapes', '\u001b[2J\u001b]0;owned\u0007\u001b[31mred\u001b[0m'],
  ['C1 controls', '\u009b31m\u0090payload\u009c'],
  ['workflow commands', '::error::owned\n::set-output name=decision::PROMOTE\n  ::add-mask::x'],
  ['old workflow commands', '##[error]owned ##vso[task.complete result=Succeeded]'],
  ['stop-commands end', '::stop-commands::x\n::x::'],
  ['CR and LF', 'a\r\nb\rc\n| d | e |\n\n# PROMOTE\n'],
  ['HTML', '</td></table><script>alert(1)</script><img src=x onerror=alert(1)><!--'],
  ['XML', ']]></system-out></testcase><testcase name="x"/>&undefined;&#0;<![CDATA['],
  ['quotes', '\' onload="x" \'"` `` ```'],
  [
    'Markdown',
    '| a \\| b \\\\| c | [PROMOTE](https://evil.test) ![](x) **bold** `code` ~~x~~ @octocat #1 $x$',
  ],
  ['GitLab attachments', '[[ATTACHMENT|/etc/passwd]]'],
  ['characters that XML lacks', '\u0000\u0008\u000b\ufffe\uffff\ud800x\udc00'],
  ['bidirectional marks', '\u202eEOMORP\u202c \u2066x\u2069 \u200b\u2028\u2029'],
  ['wide and combining characters', '結果👩‍💻é́́́'],
  ['a megabyte', 'A'.repeat(1_000_000)],
  ['a megabyte of lines', '::error::x\n'.repeat(90_000)],
  ['a megabyte of backticks', '`|'.repeat(500_000)],
];

/** The failing report with `text` wherever a target, or a file that it wrote, can put any. */
export function poisoned(text: string): Report {
  const base = failing();
  return makeReport({
    ...base,
    run: { ...base.run, subject: { version: text, commit: text, digest: text } },
    reasons: base.reasons.map((reason) => ({ ...reason, text })),
    gates: base.gates.map((gate) => ({
      ...gate,
      message: text,
      notes: [text],
      expression: gate.expression + text,
    })),
    checks: base.checks.map((check) => ({ ...check, message: text, exchanges: [text] })),
    versions: base.versions.map((version) => ({ ...version, version: text })),
    signals: base.signals.map((signal) => ({ ...signal, state: text, detail: text })),
    generator: { ...base.generator, notes: [text] },
    notes: [text],
    load: {
      ...base.load,
      scenarios: base.load.scenarios.map((scenario) => ({
        ...scenario,
        exceptions: { count: 1, messages: [text] },
        endpoints: scenario.endpoints.map((endpoint) => ({ ...endpoint, name: text })),
        custom: [{ name: text, count: 1, sum: 1, values: null }],
      })),
    },
  });
}
