import { saysNo } from '../request-file/directiveCatalogue.ts';
import type { Preparation } from './preparation.ts';

/** What variables of a file or an environment say of all requests. */
export interface RequestVariables {
  verifyTls: boolean | null;
  followRedirects: boolean | null;
  proxy: string | null;
  timeoutMs: number | null;
}

/** httpYac's `request_rejectUnauthorized` and its kin, which set options for an environment; directives win. */
export function readRequestVariables(preparation: Preparation): RequestVariables {
  const { range } = preparation.request;
  const read = (name: string) => preparation.optional({ text: `request_${name}`, range });
  const [verify, stay, proxy, timeout] = [
    read('rejectUnauthorized'),
    read('noRedirect'),
    read('proxy'),
    read('timeout'),
  ];
  return {
    verifyTls: verify === '' ? null : !saysNo(verify),
    followRedirects: stay === '' ? null : saysNo(stay),
    proxy: proxy === '' ? null : proxy,
    // Bare milliseconds, unlike in a directive.
    timeoutMs: /^\d{1,9}$/.test(timeout) ? Number(timeout) : null,
  };
}
