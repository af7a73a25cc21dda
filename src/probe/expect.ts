export { acceptsStatus, meets } from '../http/expect.ts';
