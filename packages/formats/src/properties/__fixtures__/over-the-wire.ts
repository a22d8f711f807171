/** As it arrives: what JSON cannot say is gone. */
export const overTheWire = <T>(value: T): T => JSON.parse(JSON.stringify(value))
