/** `gql name < file`: the operation of that name from a file (httpYac). */
export const graphqlInclude = /^gql[ \t]+([\w-]{1,100})[ \t]+<[ \t]+(?=\S)/;

/** True for a line that begins an operation or a fragment of GraphQL. */
export function isGraphqlDefinition(text: string): boolean {
  return /^(?:query|mutation|subscription|fragment)(?:[ \t]+[\w@][^={:;<]{0,200})?[ \t]*[({]/.test(
    text,
  );
}
