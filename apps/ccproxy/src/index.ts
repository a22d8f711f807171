export { type AppOptions, createApp } from './app/create-app.js'
export { resolveAuthToken } from './app/resolve-auth-token.js'
export { type RunningServer, type ServerOptions, startServer } from './app/start-server.js'
export { createLogger, type LoggerOptions } from './logging/create-logger.js'
