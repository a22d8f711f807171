import { isJsonObject } from '../json/is-json-object.js'
import type { JsonObject } from '../model/json.js'
import { schemaList } from './schema-members.js'

/** A schema with `allOf` written out: members of objects together, of the rest the first that says something. */
export function mergeAllOf(schema: JsonObject): JsonObject {
  const { allOf, ...rest } = schema
  return schemaList(allOf).map(mergeAllOf).reduce(merge, rest)
}

function merge(left: JsonObject, right: JsonObject): JsonObject {
  const properties = { ...members(right['properties']), ...members(left['properties']) }
  const required = [...new Set([...names(left['required']), ...names(right['required'])])]
  return {
    ...right,
    ...left,
    ...(Object.keys(properties).length > 0 && { properties }),
    ...(required.length > 0 && { required }),
  }
}

const members = (value: unknown): JsonObject => (isJsonObject(value) ? value : {})
const names = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])
