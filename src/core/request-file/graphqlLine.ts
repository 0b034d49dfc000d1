/** `gql name < file`: the operation of that name from a file (httpYac). */
export const graphqlInclude = /^gql[ \t]+([\w-]{1,100})[ \t]+<[ \t]+(?=\S)/;

const definition =
  /^(?:query|mutation|subscription|fragment)(?:[ \t]+[\w@][^={:;<]{0,200})?[ \t]*[({]/;

/** True for a line that begins an operation or a fragment of GraphQL. */
export function isGraphqlDefinition(text: string): boolean {
  return 'qmsf'.includes(text.charAt(0)) && definition.test(text);
}
