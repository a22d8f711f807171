import type { Adapter, AdapterFactory, AdapterPayload } from 'oidc-provider'
import type { StateStore } from './state-store.js'

/** How oidc-provider keeps its grants, codes and tokens in the store. */
export function stateAdapter(store: StateStore): AdapterFactory {
  return (model): Adapter => {
    async function findBy(field: 'userCode' | 'uid', value: string): Promise<AdapterPayload | undefined> {
      return store.list(model).find(({ payload }) => payload[field] === value)?.payload
    }
    return {
      upsert: async (id, payload, expiresIn) => {
        store.set({
          model,
          id,
          payload,
          ...(expiresIn === undefined ? {} : { expiresAt: Date.now() + expiresIn * 1000 }),
        })
      },
      find: async (id) => store.get(model, id)?.payload,
      findByUserCode: (userCode) => findBy('userCode', userCode),
      findByUid: (uid) => findBy('uid', uid),
      consume: async (id) => {
        const record = store.get(model, id)
        if (record === undefined) return
        store.set({ ...record, payload: { ...record.payload, consumed: Math.floor(Date.now() / 1000) } })
      },
      destroy: async (id) => store.delete(model, id),
      revokeByGrantId: async (grantId) => {
        for (const { id, payload } of store.list(model)) if (payload.grantId === grantId) store.delete(model, id)
      },
    }
  }
}
