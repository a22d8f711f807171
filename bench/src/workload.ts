/** Events in each measured stream. */
export const eventsPerStream = 200
