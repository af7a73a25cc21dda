import { tokenCheck } from '../../src/probe/tokens/check.ts';
import { PAYLOAD_FORM } from '../../src/probe/tokens/sections/format.ts';

export const payloadForm = tokenCheck({
  id: 'jwt/payload-form',
  cases: ['JWT-S22'],
  title: 'A token whose payload is no JSON object in UTF-8 is rejected',
  severity: 'medium',
  kind: 'spec',
  why: 'Claims that are read out of something else than an object are missing, and what is missing is not checked.',
  remedy: 'Reject payloads that are not the UTF-8 text of a JSON object.',
  references: ['RFC 7519 section 7.2', 'RFC 8725 section 3.7'],
  section: PAYLOAD_FORM,
  sent: 'token whose payload is no JSON object',
});
