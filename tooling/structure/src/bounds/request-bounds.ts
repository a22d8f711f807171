import type { BoundGroup } from './bound.ts'

const app = 'apps/ccproxy/src/app'
const host = 'packages/host/src'

/** As long as a connection or a request. */
export const requestBounds: BoundGroup = {
  title: 'As long as a connection or a request',
  bounds: [
    {
      file: `${app}/open-requests.ts`,
      name: '#conversations',
      entry: 'what a connection waits for',
      limit: 'one for each of 8,192 connections',
      test: [`${app}/slow-clients.e2e.test.ts`, 'connections beyond the limit are closed at once'],
    },
    {
      file: `${app}/refuse-connection.ts`,
      name: '#broken',
      entry: 'a connection whose bytes are no HTTP',
      limit: 'one for each of 8,192 connections',
      test: [`${app}/slow-clients.e2e.test.ts`, 'connections beyond the limit are closed at once'],
    },
    {
      file: `${host}/transport/open-exchanges.ts`,
      name: '#all',
      entry: 'a request under way',
      limit: '64 for each connection; more are a 503',
      test: [`${app}/pipelined-requests.e2e.test.ts`, 'more requests at once than a connection may have are refused'],
    },
    {
      file: `${host}/transport/pipelined-answers.ts`,
      name: '#waiting',
      entry: 'an answer whose turn has not come',
      limit: '64 for each connection; gone with it',
      test: [`${host}/transport/pipelining.e2e.test.ts`, 'a client that leaves ends all of them'],
    },
    {
      file: `${host}/transport/body-observer.ts`,
      name: '#parts',
      entry: 'a JSON response for observers',
      limit: 'its first MiB, only where a plugin registered for content',
      test: [`${host}/transport/platform.test.ts`, 'is kept to its first MiB, and the client gets all of it'],
    },
    {
      file: `${host}/transport/request-body.ts`,
      name: '#chunks',
      entry: 'a piece of the body of a request',
      limit: '4 MiB kept for a second sending, 64 MiB where it must be read whole, 64 MiB of all requests together',
      test: [`${host}/transport/forward-request.test.ts`, 'when the shared budget is spent, bodies still pass'],
    },
    {
      file: `${host}/transport/rewrite-body.ts`,
      name: '#dropped',
      entry: 'a name of what a plugin left out of a request',
      limit: 'those of the last rewriting',
      test: [`${host}/transport/hooks.test.ts`, 'a rewriting adapter starts from the client’s body each time'],
    },
    {
      file: `${host}/translation/passage.ts`,
      name: '#dropped',
      entry: 'a name of what the provider’s API cannot say',
      limit: 'the fields of docs/formats.md, each once',
      test: ['packages/formats/src/translate.test.ts', 'of a request is said, dropped by name, or refused'],
    },
    {
      file: `${host}/routing/serve-candidates.ts`,
      name: '#running',
      entry: 'a provider that was asked for one request',
      limit: '16',
      test: [`${host}/routing/model-resolver.test.ts`, 'are bounded'],
    },
    {
      file: `${host}/routing/serve-candidates.ts`,
      name: '#reasons',
      entry: 'why a provider did not serve a request',
      limit: '16',
      test: [`${host}/routing/model-resolver.test.ts`, 'are bounded'],
    },
    {
      file: `${host}/transport/failure-copy.ts`,
      name: '#chunks',
      entry: 'a piece of a refusal',
      limit: '64 KiB',
      test: [`${host}/translation/refused-answer.test.ts`, 'a refusal without end is not waited for'],
    },
    {
      file: `${host}/transport/peeked-answer.ts`,
      name: '#chunks',
      entry: 'a piece of an answer that may be given to somebody else to make',
      limit: '64 KiB; then the provider waits',
      test: [`${host}/routing/serve-candidates.test.ts`, 'a long refusal that nobody sees is cut off'],
    },
    {
      file: `${host}/transport/turn-writer.ts`,
      name: '#chunks',
      entry: 'a piece of an answer',
      limit: 'what one turn of the event loop read from the provider',
      test: [`${host}/transport/forward-answer.test.ts`, 'a slow reader stops the provider, and loses nothing'],
    },
    {
      file: `${host}/translation/read-json-answer.ts`,
      name: 'chunks',
      entry: 'a piece of an answer that is translated whole',
      limit: '64 MiB; more is an error of the provider',
      test: [`${host}/translation/whole-answer.test.ts`, 'an answer without end is refused'],
    },
    {
      file: `${host}/usage/json-answer.ts`,
      name: '#chunks',
      entry: 'a piece of an answer whose usage is read when it is whole',
      limit: '64 KiB; a longer one is scanned as it passes',
      test: [`${host}/usage/json-answer.test.ts`, 'of more than 64 KiB is, too'],
    },
    {
      file: `${host}/usage/document-walk.ts`,
      name: '#values',
      entry: 'what may be the usage of an answer',
      limit: 'one for each bracket that may be around it',
      test: [`${host}/usage/answer-scan.test.ts`, 'a line may have 10 MB before, in and behind what counts'],
    },
    {
      file: `${host}/usage/document-walk.ts`,
      name: '#valueParts',
      entry: 'a piece of that',
      limit: '8 KiB',
      test: [`${host}/usage/answer-scan.test.ts`, 'a usage of more than 8 KiB is none'],
    },
  ],
}
