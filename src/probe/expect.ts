export { acceptsStatus, meets, valuesAt } from '../http/expect.ts';
