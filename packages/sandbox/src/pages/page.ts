import { html } from 'hono/html'

type Html = ReturnType<typeof html>

/** A small page for a person in a browser: no script, nothing from elsewhere. */
export function page(title: string, content: Html): Html {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} – CCProxy sandbox</title>
<style>
body { font: 16px/1.5 system-ui, sans-serif; max-width: 26rem; margin: 15vh auto; padding: 0 1rem; }
button { font: inherit; padding: .4rem 1.2rem; margin-right: .5rem; }
code { font-size: 1.3em; letter-spacing: .1em; }
</style>
</head>
<body>
<h1>${title}</h1>
${content}
<p><small>This is an offline sandbox. Nothing here leaves your machine.</small></p>
</body>
</html>`
}

export const decisionForm = (action: string, fields: Readonly<Record<string, string>> = {}): Html => html`
<form method="post" action="${action}">
${Object.entries(fields).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}
<button name="decision" value="allow">Allow</button>
<button name="decision" value="deny">Deny</button>
</form>`
