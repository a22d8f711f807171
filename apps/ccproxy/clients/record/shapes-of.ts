/** Every place of a value, array positions left out, with the kind or the `type` or `role` of what is there. */
export function shapesOf(value: unknown, place = '$'): ReadonlySet<string> {
  if (Array.isArray(value)) return new Set(value.flatMap((one) => [...shapesOf(one, `${place}[]`)]))
  if (typeof value !== 'object' || value === null)
    return new Set([`${place}: ${value === null ? 'null' : typeof value}`])
  const marks = ['type', 'role'].flatMap((name) => {
    const mark: unknown = Reflect.get(value, name)
    return typeof mark === 'string' ? [`${name} ${mark}`] : []
  })
  const here = marks.length === 0 ? place : `${place}(${marks.join(', ')})`
  return new Set(Object.entries(value).flatMap(([name, one]) => [...shapesOf(one, `${here}.${name}`)]))
}
