import type { PreparedRequest } from '../runner/preparedRequest.ts';
import type { HeaderField } from '../wire/wireFacts.ts';
import type { Hop, ResponseHead } from '../wire/http/hop.ts';
import { AwsAuthenticator } from './awsAuthenticator.ts';
import { DigestAuthenticator } from './digestAuthenticator.ts';

/** Credentials that become header fields only when a request is sent. */
export type Authentication = DigestAuthentication | AwsAuthentication;

/** RFC 7616: the server is asked first, and its challenge answered. */
export interface DigestAuthentication {
  scheme: 'digest';
  user: string;
  password: string;
}

/** AWS Signature Version 4. Region and service are read from the host's name where they are not given. */
export interface AwsAuthentication {
  scheme: 'aws';
  accessKey: string;
  secretKey: string;
  token: string | null;
  region: string | null;
  service: string | null;
}

/** A challenge that the next request answers. */
export interface AnsweredChallenge {
  scheme: string;
  realm: string;
}

/** Adds to each request of one exchange what proves who asks. */
export interface Authenticator {
  /** Fields to send with a hop; `null` for none. */
  fields(hop: Hop): Promise<HeaderField[]> | null;
  /** Looks at a response: the challenge in it that the same request, sent again, answers; `null` for none. */
  answer(hop: Hop, head: ResponseHead): AnsweredChallenge | null;
}

const none: Authenticator = { fields: () => null, answer: () => null };

/** How a request proves who asks; one without `authentication` does nothing. */
export function authenticatorOf({ authentication, url }: PreparedRequest): Authenticator {
  switch (authentication?.scheme) {
    case undefined:
      return none;
    case 'digest':
      return new DigestAuthenticator(authentication, url);
    case 'aws':
      return new AwsAuthenticator(authentication, url);
  }
}

/** Proves to two who ask, such as a server and the proxy before it; a challenge is that of one of them. */
export function bothOf(first: Authenticator, second: Authenticator): Authenticator {
  return {
    fields: async (hop) => [
      ...((await first.fields(hop)) ?? []),
      ...((await second.fields(hop)) ?? []),
    ],
    answer: (hop, head) => first.answer(hop, head) ?? second.answer(hop, head),
  };
}
