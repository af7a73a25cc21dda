// Counts what the suite came to, `passed failed`, and names to standard error what did not pass.
import { readFileSync } from 'node:fs';
import { relative } from 'node:path';

const LINES = 12;
const result = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const files = result.testResults.map(({ name, ...file }) => ({ ...file, name: relative('.', name) }));
const tests = files.flatMap(({ name, assertionResults }) => assertionResults.map((test) => ({ ...test, name })));
// Ours, and not those of what runs the tests.
const brief = (text) => text.split('\n').filter((line) => !line.includes('node_modules')).slice(0, LINES).join('\n');

const lost = tests.filter(({ status }) => status !== 'passed');
for (const { name, fullName, status, failureMessages } of lost)
  console.error([`${status}: ${name}: ${fullName}`, ...failureMessages.map(brief)].join('\n'));

const broken = files.filter(({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0);
for (const { name, message } of broken) console.error(`broken: ${name}\n${brief(message)}`);

// An error outside of every test fails the run alone.
const outside = !result.success && lost.length + broken.length === 0;
if (outside) console.error('The run failed, though every test passed: see its output above.');
console.log(tests.length - lost.length, lost.length + broken.length + (outside ? 1 : 0));
