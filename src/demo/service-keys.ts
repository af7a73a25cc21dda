/** Keys of the relay's service tokens: public on purpose, for loopback only, as those of `keys.ts`. */

/** Signs the service tokens (ES256). */
export const DEMO_ONLY_EC_PRIVATE_KEY = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgGgsQ09bY9uj+mKgv
sQQKR3iNjhmjI5zTgLHnzhMEKV+hRANCAAS36k5Jz+42fnQX1M/03JfIOkLu3Pox
60nrcvA0tavhEFvmgvhKNn7SW/F2iiKPzAvtKhRk7zMhlDbLf8EjBHR5
-----END PRIVATE KEY-----
`;

/** Verifies the service tokens (ES256). */
export const DEMO_ONLY_EC_PUBLIC_KEY = `-----BEGIN PUBLIC KEY-----
MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEt+pOSc/uNn50F9TP9NyXyDpC7tz6
MetJ63LwNLWr4RBb5oL4SjZ+0lvxdooij8wL7SoUZO8zIZQ2y3/BIwR0eQ==
-----END PUBLIC KEY-----
`;
