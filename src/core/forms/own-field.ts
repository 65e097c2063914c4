/** Whether a field is one that the panel itself puts into forms: `_token`, `_version`. No setting is called so. */
export function isOwnField(name: string): boolean {
  return /^_[a-z]+$/.test(name);
}

/** Whether what stands in a field of this name must not travel through a page: a password, or what opens a key. */
export function isSecretField(name: string): boolean {
  return /pass(?:word|phrase)/i.test(name);
}
