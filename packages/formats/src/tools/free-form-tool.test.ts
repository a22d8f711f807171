import { expect, test } from 'vitest'
import { freeFormAsFunction, freeFormParameters, unwrapFreeForm, wrapFreeForm } from './free-form-tool.js'

test('a tool of text is a function of one text, whose grammar is described', () => {
  const format = { type: 'grammar', syntax: 'lark', definition: 'start: "a"' }
  const tool = { name: 'patch', description: 'Patches', format, isFreeForm: true } as const
  expect(freeFormAsFunction(tool)).toEqual({
    name: 'patch',
    description: 'Patches\n\nThe input must match this lark grammar:\nstart: "a"',
    parameters: freeFormParameters,
  })
})

test('text comes back as it was', () => {
  expect(unwrapFreeForm(wrapFreeForm('a "b"\n'))).toBe('a "b"\n')
})

test.each(['{"other":1}', 'no JSON', '[]'])('what a model wrote otherwise is the text: %s', (json) => {
  expect(unwrapFreeForm(json)).toBe(json)
})
