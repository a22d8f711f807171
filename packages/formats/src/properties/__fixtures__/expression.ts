import type * as fc from 'fast-check'
import type { Codec } from '../../codec.js'
import type { Answer } from '../../model/answer.js'
import type { AssistantBlock, TextBlock, ToolResultBlock, UserBlock } from '../../model/block.js'
import type { Conversation } from '../../model/conversation.js'

/** What can be said in a dialect without loss: conversations of it survive being rendered and parsed. */
export interface Expression {
  readonly codec: Codec
  readonly model: string
  readonly systemTexts: fc.Arbitrary<readonly TextBlock[]>
  /** Whether instructions can stand between turns. */
  readonly hasSystemTurns: boolean
  /** Results of calls are beside these, before them. */
  readonly userBlock: fc.Arbitrary<UserBlock>
  /** What the model says in one turn, in an order that the dialect has. Ids of calls are set afterwards. */
  readonly assistantBlocks: fc.Arbitrary<readonly AssistantBlock[]>
  /** What an answer has, where it differs. */
  readonly answerBlocks?: fc.Arbitrary<readonly AssistantBlock[]>
  /** What a stream has, where it says less than a body. */
  readonly streamBlocks?: fc.Arbitrary<readonly AssistantBlock[]>
  readonly result: fc.Arbitrary<Pick<ToolResultBlock, 'content' | 'isError'>>
  /** Everything beside what was said. */
  readonly settings: fc.Arbitrary<Partial<Conversation>>
  /** How an answer ends beside its blocks. */
  readonly ending: fc.Arbitrary<Pick<Answer, 'finish' | 'stopSequence' | 'usage' | 'createdAt'>>
  readonly answerId: string
  /** The prefix and form of ids of calls. */
  readonly callId: (count: number) => string
}
