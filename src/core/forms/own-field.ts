/** Whether a field is one that the panel itself puts into forms: `_token`, `_version`. No setting is called so. */
export function isOwnField(name: string): boolean {
  return /^_[a-z]+$/.test(name);
}
