/** Of a certificate, whose it is and who issued it. */
interface Named {
  subject: string;
  issuer: string;
}

/** The leaf, its issuer, the issuer of that and so on: a chain without what a server sends beside. */
export function certificatePath<T extends Named>(chain: readonly T[]): T[] {
  const path: T[] = [];
  let next = chain[0];
  while (next !== undefined && !path.includes(next)) {
    path.push(next);
    const { issuer } = next;
    next = chain.find(({ subject }) => subject === issuer);
  }
  return path;
}
