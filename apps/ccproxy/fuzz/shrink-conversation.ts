import { bytesOf, type Conversation } from './requests/conversation.ts'

const mostTries = 150

/** The smallest part of a conversation, in one piece, that still fails. */
export async function shrinkConversation(
  conversation: Conversation,
  fails: (smaller: Conversation) => Promise<boolean>,
): Promise<Conversation> {
  let bytes = bytesOf(conversation)
  const as = (smaller: Buffer): Conversation => ({ ...conversation, pieces: [{ bytes: smaller, pauseMs: 0 }] })
  if (!(await fails(as(bytes)))) return conversation
  let tries = 0
  for (let size = bytes.length >> 1; size > 0 && tries < mostTries; size >>= 1) {
    for (let at = 0; at < bytes.length && tries < mostTries; ) {
      const smaller = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + size)])
      tries += 1
      if (await fails(as(smaller))) bytes = smaller
      else at += size
    }
  }
  return as(bytes)
}
