/** What stands for a secret in text. */
export const maskText = '••••••';
